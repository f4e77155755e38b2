#!/bin/sh
# Succeeds when PostgreSQL takes connections, or, with WAIT_QUERY, when the query gives a row. WAIT_TLS is a mode of libpq, WAIT_CA a
# file with the authority that must have signed the server's certificate.
export PGHOST="$WAIT_HOST" PGPORT="$WAIT_PORT" PGUSER="$WAIT_USER" PGDATABASE="$WAIT_DATABASE" PGCONNECT_TIMEOUT="$WAIT_LIMIT"
[ -z "$WAIT_TLS" ] || export PGSSLMODE="$WAIT_TLS"
[ -z "$WAIT_CA" ] || export PGSSLROOTCERT="$WAIT_CA"
if [ -z "$WAIT_QUERY" ]; then
  exec pg_isready -t "$WAIT_LIMIT"
fi
export PGPASSWORD="$WAIT_PASSWORD"
rows=$(psql -X -q -w -A -t -v ON_ERROR_STOP=1 -c "$WAIT_QUERY" && echo .) || exit
[ "$rows" != . ] || { echo 'the query gives no row'; exit 1; }
