#!/bin/sh
# Prints the history table of migrate-mariadb.sh: file, state and checksum; nothing when there is no table yet.
#
# MIGRATIONS_TABLE: its name
# DB_HOST, DB_PORT, DB_NAME, DB_USER, MYSQL_PWD: read by client-mariadb.sh
set -eu

query() {
  sh "${0%history-mariadb.sh}client-mariadb.sh" --skip-column-names --execute="$1"
}

there=$(query "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '$MIGRATIONS_TABLE'")
[ "$there" = 0 ] || query "SELECT CONCAT_WS(' ', file, state, checksum) FROM \`$MIGRATIONS_TABLE\`"
