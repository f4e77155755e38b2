#!/bin/sh
# Makes folders on a volume, with an owner and a mode.
#
# usage: prepare.sh FOLDER...
# environment:
#   PREPARE_MODE   octal digits
#   PREPARE_OWNER  USER or USER:GROUP, only when it runs as root; otherwise whoever runs it is the owner
# exit code: 0, or 1 after a line that says which folder it could not prepare, and why
set -u

fail() {
  echo "$1 cannot be prepared: it belongs to user and group $(stat -c %u:%g "$2"), and user $(id -u) with groups $(id -G | tr ' ' ,) may not $3"
  echo 'fsGroup does not reach this volume or folder: give it to that user where it was made, or set allowRoot'
  exit 1
}

for folder in "$@"; do
  [ -d "$folder" ] || mkdir -p "$folder" 2>/dev/null || fail "$folder" "$(dirname "$folder")" 'make it there'
  if [ -n "${PREPARE_OWNER-}" ]; then
    chown -hR "$PREPARE_OWNER" "$folder" && chmod "$PREPARE_MODE" "$folder" || exit 1
  elif [ -O "$folder" ]; then
    # What is made in it belongs to the group of the volume.
    chmod "$PREPARE_MODE" "$folder" && chmod g+s "$folder" || exit 1
  else
    fail "$folder" "$folder" 'change that'
  fi
  echo "prepared $folder"
done
