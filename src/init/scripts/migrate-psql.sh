#!/bin/sh
# Applies SQL files to a PostgreSQL database, each exactly once, however many pods do so at the same time.
#
# One session takes an advisory lock and runs the files. Each file runs in a transaction that begins with its row in the
# history table, marked as incomplete, and ends with that mark removed: a file that fails or is cut off leaves nothing. Only
# a file that commits by itself makes the mark visible, and stops the next run.
#
# arguments: names of the files, in their order
# MIGRATIONS_FOLDER, MIGRATIONS_TABLE, MIGRATIONS_LOCK_TIMEOUT (seconds): where they are, the history table, the bound on waiting
# PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD ...: read by psql
set -eu

# What psql is to do. Words for this script go to descriptor 3.
commands() {
  cat <<'SQL'
SELECT current_schema() AS migrations_schema, current_setting('server_version_num')::int >= 140000 AS migrations_notices_lost_clients \gset
\if :{?migrations_schema}
\else
  \! echo 'schema' >&3
  \q
\endif
SELECT hashtext('migrations') AS class, hashtext(:'migrations_schema' || '.' || :'migrations_table') AS object \gset
SELECT pg_try_advisory_lock(:class, :object) AS locked,
  format('locktype = ''advisory'' AND granted AND classid = %s AND objid = %s', :class & 4294967295, :object & 4294967295) AS migrations_is_lock \gset
\if :locked
\else
  SELECT coalesce(min(application_name), 'another session') AS holder FROM pg_stat_activity WHERE pid IN
    (SELECT pid FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND :migrations_is_lock) \gset
  \setenv HOLDER :holder
  \! echo "busy $HOLDER" >&3
  \q
\endif
SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS :"migrations_schema".:"migrations_table" (
  file text PRIMARY KEY, checksum text NOT NULL, state text NOT NULL, pod text NOT NULL, started timestamptz NOT NULL DEFAULT now());
SQL
  for file; do
    printf "\\\\set migrations_file '%s'\n\\\\set path '%s'\n\\\\set checksum '%s'\n" "$file" "$MIGRATIONS_FOLDER/$file" "$(checksum "$file")"
    cat <<'SQL'
RESET ALL;
SET tcp_keepalives_idle = 30;
SET tcp_keepalives_interval = 10;
SET tcp_keepalives_count = 3;
\if :migrations_notices_lost_clients
  SET client_connection_check_interval = '1s';
\endif
BEGIN;
SELECT NOT EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND :migrations_is_lock) AS unlocked \gset
\if :unlocked
  \! echo 'unlocked' >&3
  \q
\endif
SELECT coalesce(min(state), 'new') = 'new' AS is_new, coalesce(min(state), '') = 'incomplete' AS is_incomplete,
  coalesce(min(checksum), :'checksum') <> :'checksum' AS is_changed, min(pod) AS starter, min(started) AS started
  FROM :"migrations_schema".:"migrations_table" WHERE file = :'migrations_file' \gset
\setenv SCHEMA :migrations_schema
\setenv FILE :migrations_file
\if :is_incomplete
  \setenv POD :starter
  \setenv STARTED :started
  \! echo "incomplete $FILE $SCHEMA $POD $STARTED" >&3
  \q
\elif :is_changed
  \! echo "changed $FILE $SCHEMA" >&3
  \q
\elif :is_new
  \warn :migrations_file: begins
  INSERT INTO :"migrations_schema".:"migrations_table" (file, checksum, state, pod) VALUES (:'migrations_file', :'checksum', 'incomplete', :'migrations_pod');
  \i :path
  \set ON_ERROR_STOP on
  UPDATE :"migrations_schema".:"migrations_table" SET state = 'applied' WHERE file = :'migrations_file';
  SELECT :ROW_COUNT <> 1 AS is_lost \gset
  \if :is_lost
    \! echo "lost $FILE" >&3
    \q
  \endif
  COMMIT;
  \warn :migrations_file: applied
\else
  \warn :migrations_file: was applied before
  COMMIT;
\endif
SQL
  done
}

checksum() {
  sha256sum "$MIGRATIONS_FOLDER/$1" | cut -d ' ' -f 1
}

# One session; prints what it says for this script, everything else goes to stdout (descriptor 4).
session() {
  commands "$@" | psql --no-psqlrc --no-password --quiet --tuples-only --no-align --file=- \
    --set ON_ERROR_STOP=1 --set migrations_table="$MIGRATIONS_TABLE" --set migrations_pod="$HOSTNAME" 3>&1 >&4 2>&4
}

fail() {
  echo "migrations failed: $1"
  exit 1
}

explain() {
  word=$1
  shift
  table="\"${2-}\".\"$MIGRATIONS_TABLE\""
  case $word in
    schema) fail "no schema of the search path exists in database '$PGDATABASE': create one, or set the search path of user '$PGUSER'" ;;
    unlocked) fail "the lock does not hold: connect past a pooler that pools by transaction or statement, or have it pool by session;\
 and let no file release advisory locks" ;;
    changed) fail "$1 was changed after it was applied: put its old content back, and make the change in a new file" ;;
    lost) fail "$1 ends its transaction with a ROLLBACK or a new connection of its own: take that out, and look at what it has changed" ;;
    incomplete) fail "$1 is incomplete: it commits by itself, was started by $3 at $4 $5, and did not come to its end.\
 Look at what it has done. If nothing, or it was undone: DELETE FROM $table WHERE file = '$1';\
 if all of it, or it was finished by hand: UPDATE $table SET state = 'applied' WHERE file = '$1';" ;;
  esac
}

main() {
  for file; do
    [ -r "$MIGRATIONS_FOLDER/$file" ] || fail "there is no file $MIGRATIONS_FOLDER/$file"
  done
  deadline=$(($(date +%s) + MIGRATIONS_LOCK_TIMEOUT))
  told=
  while true; do
    status=0
    said=$(session "$@") || status=$?
    case $said in
      busy*)
        holder=${said#busy }
        [ "$(date +%s)" -lt "$deadline" ] \
          || fail "the lock of table '$MIGRATIONS_TABLE' was not free within $MIGRATIONS_LOCK_TIMEOUT s: $holder has it"
        [ "$told" = "$holder" ] || echo "waiting for the lock, which $holder has"
        told=$holder
        sleep 1
        ;;
      '')
        [ "$status" = 0 ] || fail 'the message above says what and where; a file that failed was rolled back, unless it commits by itself'
        echo 'migrations are complete'
        return
        ;;
      *)
        # shellcheck disable=SC2086 # words
        explain $said
        ;;
    esac
  done
}

exec 4>&1
: "${HOSTNAME:=unknown}"
export PGAPPNAME="$HOSTNAME" PGCLIENTENCODING="${PGCLIENTENCODING:-UTF8}" PGCONNECT_TIMEOUT="${PGCONNECT_TIMEOUT:-10}"

# Told to stop, everything ends at once: the server rolls back.
trap 'trap "" TERM; kill 0; exit 143' TERM
main "$@" &
wait "$!"
