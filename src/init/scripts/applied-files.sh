#!/bin/sh
# Succeeds when the history table has every file with its present content as applied; otherwise prints the first that is not.
#
# usage: applied-files.sh READER FILE...
#   READER is the script history-READER.sh beside this one, which prints a row for each file: its name, its state and its checksum.
# MIGRATIONS_FOLDER: where the files are
set -eu

rows="
$(sh "${0%applied-files.sh}history-$1.sh")
"
shift
number=0
for file; do
  number=$((number + 1))
  checksum=$(sha256sum "$MIGRATIONS_FOLDER/$file" | cut -d ' ' -f 1)
  case $rows in
    *"
$file applied $checksum
"*) continue ;;
    *"
$file applied "*) echo "$file was changed after it was applied" ;;
    *"
$file "*) echo "$file has begun, and is not complete" ;;
    *) echo "$file, number $number of $#, is not applied" ;;
  esac
  exit 1
done
