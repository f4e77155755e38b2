#!/bin/sh
# Succeeds when MySQL or MariaDB answers, or, with WAIT_QUERY, when it has run the query without an error.
if [ -z "$WAIT_QUERY" ]; then
  exec mariadb-admin --no-defaults --protocol=tcp --skip-ssl-verify-server-cert --connect-timeout="$WAIT_LIMIT" --host="$WAIT_HOST" --port="$WAIT_PORT" ping
fi
export MYSQL_PWD="$WAIT_PASSWORD"
exec mariadb --no-defaults --protocol=tcp --connect-timeout="$WAIT_LIMIT" --default-character-set=utf8mb4 \
  --host="$WAIT_HOST" --port="$WAIT_PORT" --user="$WAIT_USER" --database="$WAIT_DATABASE" --execute="$WAIT_QUERY"
