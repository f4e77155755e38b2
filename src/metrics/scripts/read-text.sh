#!/bin/sh
# Looks at a text file that an app writes, again and again, and hands what it holds to text.awk.
#
# A file that changes while it is read is read again, until two readings are alike: no line is put together from two versions.
#
# environment:
#   TEXT_FILE      the file
#   TEXT_INTERVAL  seconds between two looks
#   METRICS_FILE   the file of metrics that text.awk writes; its folder holds the readings too
#   TEXT_*         settings of text.awk
set -u
export LC_ALL=C

scripts=${0%/*}
readings=${METRICS_FILE%/*}
LARGEST=1048576

# A dot behind the end tells whether the last line has its newline. awk does not see NUL.
reading() {
  { tr '\000' '\001' < "$TEXT_FILE" && echo .; } > "$readings/$1" 2>/dev/null
}

is_readable() {
  [ -f "$TEXT_FILE" ] && [ -r "$TEXT_FILE" ] && [ "$(stat -L -c %s "$TEXT_FILE" 2>/dev/null || echo 1$LARGEST)" -le "$LARGEST" ]
}

# The time of the change is asked for behind the readings: it is never older than what they hold.
look() {
  is_readable || return 0
  for _ in 1 2 3 4 5; do
    if reading 1 && reading 2 && cmp -s "$readings/1" "$readings/2"; then
      changed=$(stat -L -c %Y "$TEXT_FILE" 2>/dev/null) && echo "changed $changed" && sed 's/^/ /' "$readings/1"
      return
    fi
  done
  echo busy
}

while :; do
  look
  echo "end $(date +%s)" || exit 1
  sleep "$TEXT_INTERVAL"
done | awk -f "$scripts/json.awk" -f "$scripts/text.awk"
