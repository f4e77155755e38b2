#!/bin/sh
# Prints, one per line, which paths are not regular files inside GUARD_FOLDERS; a link is what it leads to. A folder, or a link
# whose file is not there yet, stops no reader.
#
#   sh odd.sh PATH...

set -fu

is_inside() {
  for folder in $GUARD_FOLDERS; do
    case $1 in "${folder%/}"/*) return 0 ;; esac
  done
  return 1
}

# A link to a name beside it that is free.
leads_to_nothing() {
  [ -h "$1" ] && ! [ -e "$1" ] || return
  target=$(readlink "$1")
  case $target in */*) return 1 ;; esac
  ! [ -h "${1%/*}/$target" ]
}

is_fine() {
  leads_to_nothing "$1" || { is_inside "$(readlink -f "$1")" && { [ -f "$1" ] || [ -d "$1" ]; }; }
}

IFS='
'
for path; do
  is_fine "$path" && continue
  printf '%s' "$path" | tr '\001-\037\177' '?'
  echo
done
