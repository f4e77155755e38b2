#!/bin/sh
# Applies SQL files to a MariaDB or MySQL database, each exactly once, however many pods do so at the same time.
#
# One session per file takes the lock, looks at the history and runs the file. The file's row in the history table is written
# first, marked as incomplete, in a transaction. A file that fails or is cut off before it commits takes its mark back with it.
# A statement that commits by itself, as every change of a table does, makes the mark visible before it begins: from then on a
# file that does not come to its end stops every later run, because it cannot be taken back.
#
# arguments: names of the files, in their order
# MIGRATIONS_FOLDER, MIGRATIONS_TABLE, MIGRATIONS_LOCK_TIMEOUT (seconds): where they are, the history table, the bound on waiting
# DB_HOST, DB_PORT, DB_NAME, DB_USER, MYSQL_PWD: read by client-mariadb.sh
set -eu

client() {
  sh "${0%migrate-mariadb.sh}client-mariadb.sh" "$@"
}

query() {
  client --skip-column-names --execute="$1"
}

fail() {
  echo "migrations failed: $1"
  exit 1
}

checksum() {
  sha256sum "$MIGRATIONS_FOLDER/$1" | cut -d ' ' -f 1
}

# The state of a file in the history: new, applied, changed or incomplete, and who began it when.
state() {
  row=$(query "SELECT state, checksum, pod, started FROM $table WHERE file = '$1'")
  tab=$(printf '\t')
  case $row in
    '') echo new ;;
    "applied$tab$2$tab"*) echo applied ;;
    applied*) echo changed ;;
    *) printf '%s\n' "$row" | cut -f 1,3,4 | tr '\t' ' ' ;;
  esac
}

# Runs a file. What goes wrong is printed; 'locked' comes first when the file has begun.
run() {
  client 2>&1 >&4 <<SQL
SET @locked = GET_LOCK($lock, $MIGRATIONS_LOCK_TIMEOUT);
START TRANSACTION;
INSERT INTO $table (file, checksum, state, pod, started) VALUES (IF(@locked, '$1', NULL), '$2', 'incomplete', '$HOSTNAME', NOW());
\! echo locked >&2
\! echo '$1: begins' >&4
source $MIGRATIONS_FOLDER/$1
delimiter ;
UNLOCK TABLES;
UPDATE $table SET state = 'applied' WHERE file = '$1';
COMMIT;
SQL
}

stop_at_incomplete() {
  fail "$1 is incomplete: it was started by $3 at $4 $5, and did not come to its end. It cannot be taken back by itself. Look at what it\
 has done. If nothing, or it was undone: DELETE FROM $table WHERE file = '$1'; if all of it, or it was finished by hand:\
 UPDATE $table SET state = 'applied' WHERE file = '$1';"
}

# Says what became of a file that did not run through.
explain() {
  file=$1 failed=$2
  shift 2
  case $1 in
    applied) echo "$file: applied by another pod" ;;
    changed) fail "$file was changed after it was applied: put its old content back, and make the change in a new file" ;;
    incomplete)
      [ -z "$failed" ] || stop_at_incomplete "$file" "$@"
      # Another pod may still be at it: it has the lock then.
      free=$(query "SELECT GET_LOCK($lock, $MIGRATIONS_LOCK_TIMEOUT)")
      [ "$free" = 1 ] || fail "the lock of table $table was not free within $MIGRATIONS_LOCK_TIMEOUT s: $2 is at $file since $3 $4"
      now=$(state "$file" "$(checksum "$file")")
      # shellcheck disable=SC2086 # words
      explain "$file" yes $now
      ;;
    new) return 1 ;;
  esac
}

apply() {
  sum=$(checksum "$1")
  before=$(state "$1" "$sum")
  case $before in
    applied)
      echo "$1: was applied before"
      return
      ;;
    new) ;;
    *)
      # shellcheck disable=SC2086 # words
      explain "$1" '' $before && return
      ;;
  esac
  status=0
  said=$(run "$1" "$sum") || status=$?
  after=$(state "$1" "$sum")
  begun=
  case $said in
    locked*)
      begun=yes
      said=${said#locked}
      said=${said#?}
      ;;
  esac
  if [ "$status" = 0 ]; then
    [ "$after" = applied ] || fail "$1 has a ROLLBACK of its own: take that out, and look at what it has changed"
    echo "$1: applied"
    return
  fi
  if [ -n "$begun" ]; then
    echo "$said"
    # shellcheck disable=SC2086 # words
    explain "$1" yes $after || fail "the message above says what and where; nothing of $1 was kept: correct it"
    return
  fi
  # shellcheck disable=SC2086 # words
  explain "$1" '' $after && return
  case $said in
    *'ERROR 1048'*) fail "the lock of table $table was not free within $MIGRATIONS_LOCK_TIMEOUT s: another session has it" ;;
    *) fail "$said" ;;
  esac
}

: "${HOSTNAME:=unknown}"
# shellcheck disable=SC2016 # backticks
table="\`$(printf '%s' "$DB_NAME" | sed 's/`/``/g')\`.\`$MIGRATIONS_TABLE\`"
lock="SHA2(CONCAT(DATABASE(), '.$MIGRATIONS_TABLE'), 224)"
exec 4>&1 2>&1

# Told to stop, it ends behind the file that it is at.
stopping=
trap 'stopping=yes' TERM

for file; do
  [ -r "$MIGRATIONS_FOLDER/$file" ] || fail "there is no file $MIGRATIONS_FOLDER/$file"
done
query "CREATE TABLE IF NOT EXISTS $table (file VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY, checksum CHAR(64) NOT NULL,
  state VARCHAR(16) NOT NULL, pod VARCHAR(255) NOT NULL, started DATETIME NOT NULL) ENGINE = InnoDB"
for file; do
  [ -z "$stopping" ] || fail "told to stop before $file"
  apply "$file"
done
echo 'migrations are complete'
