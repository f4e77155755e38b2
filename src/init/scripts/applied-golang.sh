#!/bin/sh
# Succeeds when golang-migrate has applied the last of its files, or a later one; otherwise prints how far it is.
#
# MIGRATIONS_FOLDER, MIGRATIONS_TABLE: where the files are, its table of versions
# PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD ...: read by golang-migrate
set -eu

# It wants the lock to ask for the version too, which another one has that is applying migrations.
export PGOPTIONS="-c lock_timeout=1s ${PGOPTIONS:-}"

wanted=-1
for file in "$MIGRATIONS_FOLDER"/*.up.*; do
  version=${file##*/}
  version=${version%%_*}
  if [ "$version" -gt "$wanted" ]; then
    wanted=$version
  fi
done

found=$(migrate -path "$MIGRATIONS_FOLDER" -database "postgres:///?x-migrations-table=$MIGRATIONS_TABLE" version 2>&1) || true
case $found in
  'error: no migration'*) echo "no version is applied, $wanted is wanted" ;;
  *'lock timeout'*) echo 'migrations are being applied' ;;
  *' (dirty)') echo "version ${found% (dirty)} is being applied, or was left dirty" ;;
  '' | *[!0-9]*) printf '%s\n' "$found" ;;
  *)
    [ "$found" -lt "$wanted" ] || exit 0
    echo "version $found is applied, $wanted is wanted"
    ;;
esac
exit 1
