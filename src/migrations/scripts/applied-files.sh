#!/bin/sh
# Succeeds when the history table has every file with its present content as applied; otherwise prints the first that is not.
#
# usage: applied-files.sh CLIENT FILE...
#   CLIENT is the script database-CLIENT.sh beside this one.
# MIGRATIONS_FOLDER, MIGRATIONS_TABLE: where the files are, the history table
# shellcheck disable=SC2034,SC2154 # used, and set, in history.sh
set -eu

here=${0%/*}
# shellcheck source=/dev/null
. "$here/history.sh"

rows=$(sh "$here/database-$1.sh" rows)
shift
number=0
for file; do
  number=$((number + 1))
  find_row "$file"
  case $state in
    applied)
      has_content "$file" && continue
      echo "$file was changed after it was applied"
      ;;
    '') echo "$file, number $number of $#, is not applied" ;;
    *) echo "$file has begun, and is not complete" ;;
  esac
  exit 1
done
