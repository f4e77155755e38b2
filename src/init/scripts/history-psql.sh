#!/bin/sh
# Prints the history table of migrate-psql.sh: file, state and checksum; nothing when there is no table yet.
#
# MIGRATIONS_TABLE: its name
# PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD ...: read by psql
set -eu
export PGCONNECT_TIMEOUT="${PGCONNECT_TIMEOUT:-5}"

psql --no-psqlrc --no-password --quiet --tuples-only --no-align --field-separator=' ' \
  --set ON_ERROR_STOP=1 --set table="$MIGRATIONS_TABLE" --file=- <<'SQL'
SELECT current_schema() AS schema, to_regclass(format('%I.%I', current_schema(), :'table')) IS NULL AS is_missing \gset
\if :is_missing
  \q
\endif
SELECT file, state, checksum FROM :"schema".:"table";
SQL
