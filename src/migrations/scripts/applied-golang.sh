#!/bin/sh
# Succeeds when golang-migrate has applied the last of its files, or a later one; otherwise prints how far it is.
#
# MIGRATIONS_FOLDER, MIGRATIONS_TABLE: where the files are, its table of versions
# PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD ...: read by golang-migrate
# shellcheck disable=SC2154 # set in golang.sh
set -eu

# shellcheck source=/dev/null
. "${0%/*}/golang.sh"

wanted=-1
for file in "$MIGRATIONS_FOLDER"/*.up.*; do
  number=$(version_of "$file")
  if [ "$number" -gt "$wanted" ]; then
    wanted=$number
  fi
done

find_history || exit 1
skipped=$(skipped_file)
if [ "$is_dirty" = t ]; then
  echo "version $version is being applied, or was left dirty"
elif [ -z "$version" ]; then
  echo "no version is applied, $wanted is wanted"
elif [ "$version" -lt "$wanted" ]; then
  echo "version $version is applied, $wanted is wanted"
elif [ -n "$skipped" ]; then
  echo "$skipped is not applied, and version $version is, which is later"
else
  exit 0
fi
exit 1
