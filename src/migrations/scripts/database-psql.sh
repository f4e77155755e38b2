#!/bin/sh
# What migrate-files.sh and applied-files.sh want of PostgreSQL, by psql.
#
# usage:
#   database-psql.sh rows [locked]  prints the name of the history table, and what is in it: file, state, checksum, pod and start of each;
#                                   nothing when there is no table; with `locked` it takes the lock to look, or prints 'busy HOLDER' instead
#   database-psql.sh run FILE CHECKSUM RISK   runs a file in a session of its own; says 'begun' on descriptor 3, or why it did not begin
#   database-psql.sh mark FILE CHECKSUM       marks a file as incomplete
#   database-psql.sh finish FILE              marks a file as applied that runs with a RISK
# MIGRATIONS_FOLDER, MIGRATIONS_TABLE: where the files are, the history table
# PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD ...: read by psql
set -eu

here=${0%/*}
: "${HOSTNAME:=unknown}"
export PGAPPNAME="$HOSTNAME" PGCLIENTENCODING="${PGCLIENTENCODING:-UTF8}" PGCONNECT_TIMEOUT="${PGCONNECT_TIMEOUT:-10}"

# Runs standard input, with variables that no migration would set.
session() {
  psql --no-psqlrc --no-password --quiet --tuples-only --no-align --field-separator=' ' --file=- \
    --set ON_ERROR_STOP=1 --set migrations_table="$MIGRATIONS_TABLE" "$@"
}

history() {
  cat "$here/find-history.sql"
}

# Tries to take the lock, which is that of the table's name, wherever the table is.
lock() {
  cat <<'SQL'
SELECT hashtext('migrations') AS migrations_class, hashtext(:'migrations_table') AS migrations_object \gset
SELECT pg_try_advisory_lock(:migrations_class, :migrations_object) AS migrations_is_locked, format('locktype = ''advisory'' AND granted
  AND classid = %s AND objid = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database())',
  :migrations_class & 4294967295, :migrations_object & 4294967295) AS migrations_is_lock \gset
\if :migrations_is_locked
\else
  SELECT coalesce(min(application_name), 'another session') AS migrations_holder FROM pg_stat_activity
    WHERE pid IN (SELECT pid FROM pg_locks WHERE :migrations_is_lock) \gset
  \setenv HOLDER :migrations_holder
  \! echo "busy $HOLDER" >&3
  \q
\endif
SQL
}

rows() {
  { [ "$#" = 0 ] || lock; history; cat <<'SQL'; } | session 3>&1
\if :migrations_is_there
  SELECT format('table %I.%I', :'migrations_schema', :'migrations_table');
  SELECT file, state, checksum, pod, to_char(started, 'YYYY-MM-DD HH24:MI:SSOF') FROM :"migrations_schema".:"migrations_table";
\endif
SQL
}

run() {
  { lock; history; cat <<'SQL'; } | session --set migrations_file="$1" --set migrations_path="$MIGRATIONS_FOLDER/$1" --set migrations_checksum="$2" \
    --set migrations_risk="$3" --set migrations_pod="$PGAPPNAME" --set migrations_self="$0"
SELECT EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND :migrations_is_lock) AS migrations_is_locked,
  :'migrations_schema' = '' AS migrations_is_nowhere, :'migrations_risk' <> '' AS migrations_is_risky,
  current_setting('server_version_num')::int >= 140000 AS migrations_notices_lost_clients \gset
\if :migrations_is_locked
\else
  \! echo unlocked >&3
  \q
\endif
\if :migrations_is_nowhere
  \! echo nowhere >&3
  \q
\endif
\if :migrations_is_there
\else
  SET client_min_messages = warning;
  CREATE TABLE IF NOT EXISTS :"migrations_schema".:"migrations_table" (
    file text PRIMARY KEY, checksum text NOT NULL, state text NOT NULL, pod text NOT NULL, started timestamptz NOT NULL DEFAULT now());
  RESET client_min_messages;
\endif
SELECT EXISTS (SELECT FROM :"migrations_schema".:"migrations_table" WHERE file = :'migrations_file') AS migrations_is_done \gset
\if :migrations_is_done
  \! echo busy >&3
  \q
\endif
SET tcp_keepalives_idle = 30;
SET tcp_keepalives_interval = 10;
SET tcp_keepalives_count = 3;
\if :migrations_notices_lost_clients
  SET client_connection_check_interval = '1s';
\endif
\if :migrations_is_risky
\else
  BEGIN;
\endif
INSERT INTO :"migrations_schema".:"migrations_table" (file, checksum, state, pod)
  VALUES (:'migrations_file', :'migrations_checksum', 'incomplete', :'migrations_pod');
\if :migrations_is_risky
  BEGIN;
  UPDATE :"migrations_schema".:"migrations_table" SET state = 'running' WHERE file = :'migrations_file';
  \setenv MIGRATIONS_SELF :migrations_self
  \setenv MIGRATIONS_FILE :migrations_file
\endif
RESET ROLE;
\warn :migrations_file: begins
\! echo begun >&3
\i :migrations_path
\set ON_ERROR_STOP on
SET client_min_messages = error;
\if :migrations_is_risky
  COMMIT;
  \! sh "$MIGRATIONS_SELF" finish "$MIGRATIONS_FILE"
  \q
\endif
SET CONSTRAINTS ALL IMMEDIATE;
RESET SESSION AUTHORIZATION;
:migrations_as;
UPDATE :"migrations_schema".:"migrations_table" SET state = 'applied' WHERE file = :'migrations_file';
COMMIT;
SQL
}

finish() {
  { history; cat <<'SQL'; } | session --set migrations_file="$1"
UPDATE :"migrations_schema".:"migrations_table" SET state = 'applied' WHERE file = :'migrations_file' AND state = 'running';
SQL
}

mark() {
  { history; cat <<'SQL'; } | session --set migrations_file="$1" --set migrations_checksum="$2" --set migrations_pod="$PGAPPNAME"
INSERT INTO :"migrations_schema".:"migrations_table" (file, checksum, state, pod)
  VALUES (:'migrations_file', :'migrations_checksum', 'incomplete', :'migrations_pod');
SQL
}

"$@"
