#!/bin/sh
# Succeeds when PostgreSQL takes connections, or, with WAIT_QUERY, when it has run the query without an error.
export PGHOST="$WAIT_HOST" PGPORT="$WAIT_PORT" PGUSER="$WAIT_USER" PGDATABASE="$WAIT_DATABASE" PGCONNECT_TIMEOUT="$WAIT_LIMIT"
if [ -z "$WAIT_QUERY" ]; then
  exec pg_isready -t "$WAIT_LIMIT"
fi
export PGPASSWORD="$WAIT_PASSWORD"
exec psql -X -q -w -v ON_ERROR_STOP=1 -c "$WAIT_QUERY"
