#!/bin/sh
# Succeeds when MySQL or MariaDB answers, or, with WAIT_QUERY, when the query gives a row. WAIT_TLS is verify-full, require, disable or
# empty, WAIT_CA a file with the authority that must have signed the server's certificate, which must be for WAIT_HOST.
set -- --protocol=tcp --connect-timeout="$WAIT_LIMIT" --host="$WAIT_HOST" --port="$WAIT_PORT"
case $WAIT_TLS in
  verify-full) set -- "$@" --ssl-ca="$WAIT_CA" --ssl-verify-server-cert ;;
  require) set -- "$@" --ssl ;;
  disable) set -- "$@" --skip-ssl ;;
esac
if [ -z "$WAIT_QUERY" ]; then
  [ "$WAIT_TLS" = verify-full ] || set -- "$@" --skip-ssl-verify-server-cert
  exec mariadb-admin --no-defaults "$@" ping
fi
export MYSQL_PWD="$WAIT_PASSWORD"
rows=$(mariadb --no-defaults "$@" --default-character-set=utf8mb4 --user="$WAIT_USER" --database="$WAIT_DATABASE" \
  --batch --skip-column-names --execute="$WAIT_QUERY" && echo .) || exit
[ "$rows" != . ] || { echo 'the query gives no row'; exit 1; }
