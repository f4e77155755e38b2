#!/bin/sh
# Runs MariaDB's client on a database of MariaDB or MySQL, with further options as arguments. It is called mysql in old images.
#
# DB_HOST, DB_PORT, DB_NAME, DB_USER, MYSQL_PWD: the database
# DB_TLS: verify-full, require, disable, or empty for what the client does by itself; DB_CA: the file with the authority that is verified
set -eu

# An option as an option file has it, so that the user's name is not in the list of processes.
option() {
  printf '%s="%s"\n' "$1" "$(printf '%s' "$2" | sed 's/[\\"]/\\&/g')"
}

program=$(command -v mariadb) || { program=$(command -v mysql) && case $("$program" --version) in *MariaDB*) ;; *) false ;; esac } || {
  echo "the image lacks MariaDB's client, which talks to MySQL too"
  exit 127
}
case ${DB_TLS:-} in
  verify-full) set -- --ssl-ca="$DB_CA" --ssl-verify-server-cert "$@" ;;
  require) set -- --ssl "$@" ;;
  disable) set -- --skip-ssl "$@" ;;
esac
exec "$program" --defaults-extra-file=/dev/fd/3 --host="$DB_HOST" --port="$DB_PORT" --protocol=tcp --connect-timeout=10 \
  --default-character-set=utf8mb4 --batch --comments --abort-source-on-error --database="$DB_NAME" "$@" 3<<OPTIONS
[client]
$(option user "$DB_USER")
OPTIONS
