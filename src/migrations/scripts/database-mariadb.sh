#!/bin/sh
# What migrate-files.sh and applied-files.sh want of MariaDB or MySQL, by MariaDB's client.
#
# usage: as that of database-psql.sh
# MIGRATIONS_FOLDER, MIGRATIONS_TABLE: where the files are, the history table
# DB_HOST, DB_PORT, DB_NAME, DB_USER, MYSQL_PWD: read by client-mariadb.sh
set -eu

here=${0%/*}
: "${HOSTNAME:=unknown}"
# Named with its database, because a file may use another one.
# shellcheck disable=SC2016 # backticks
table="\`$(printf '%s' "$DB_NAME" | sed 's/`/``/g')\`.\`$MIGRATIONS_TABLE\`"
lock="SHA2(CONCAT(DATABASE(), '.$MIGRATIONS_TABLE'), 224)"

client() {
  sh "$here/client-mariadb.sh" "$@"
}

query() {
  client --skip-column-names --raw <<SQL
$1;
SQL
}

is_there() {
  count=$(query "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '$MIGRATIONS_TABLE'")
  [ "$count" != 0 ]
}

rows() {
  locked=TRUE
  [ "$#" = 0 ] || locked="GET_LOCK($lock, 0)"
  select='DO 0'
  ! is_there || select="SELECT CONCAT_WS(' ', file, state, checksum, pod, started) FROM $table WHERE @locked"
  query "SET @locked = $locked;
    SELECT CONCAT('busy ', COALESCE((SELECT CONCAT('connection ', id, ' from ', host) FROM information_schema.processlist
      WHERE id = IS_USED_LOCK($lock)), 'another session')) FROM DUAL WHERE NOT @locked;
    SELECT CONCAT('table ', '$(printf '%s' "$table" | sed "s/[\\\\']/\\\\&/g")') FROM DUAL WHERE @locked;
    $select"
}

# The row is not written without the lock, nor beside another one of the file.
insert() {
  echo "INSERT INTO $table (file, checksum, state, pod, started) VALUES (IF($3, '$1', NULL), '$2', 'incomplete', '$HOSTNAME', NOW());"
}

begin() {
  if [ -n "$3" ]; then
    insert "$1" "$2" @locked
    echo "START TRANSACTION; UPDATE $table SET state = 'running' WHERE file = '$1';"
  else
    echo 'START TRANSACTION;'
    insert "$1" "$2" @locked
  fi
}

end() {
  if [ -n "$2" ]; then
    echo "COMMIT;"
    echo "\\! sh '$0' finish '$1'"
  else
    echo "UNLOCK TABLES; UPDATE $table SET state = 'applied' WHERE file = '$1'; COMMIT;"
  fi
}

run() {
  is_there || query "CREATE TABLE IF NOT EXISTS $table (file VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY,
    checksum CHAR(64) NOT NULL, state VARCHAR(16) NOT NULL, pod VARCHAR(255) NOT NULL, started DATETIME NOT NULL) ENGINE = InnoDB"
  status=0
  errors=$(client 2>&1 >&4 <<SQL
SET @locked = GET_LOCK($lock, 0);
$(begin "$@")
\! echo '$1: begins' >&4
\! echo begun >&2
source $MIGRATIONS_FOLDER/$1
delimiter ;
$(end "$1" "$3")
SQL
  ) 4>&1 || status=$?
  case $errors in
    begun*)
      echo begun >&3
      printf '%s\n' "$errors" | sed 1d
      ;;
    *'ERROR 1048'* | *'ERROR 1062'*) echo busy >&3 ;;
    *) printf '%s\n' "$errors" ;;
  esac
  return "$status"
}

finish() {
  query "UPDATE $table SET state = 'applied' WHERE file = '$1' AND state = 'running'"
}

mark() {
  query "$(insert "$1" "$2" TRUE)"
}

"$@"
