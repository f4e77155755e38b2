#!/bin/sh
# Looks at a text file that an app writes, again and again, and hands what it holds to text.awk.
#
# A file that changes while it is read is read again, until two readings are alike: no line is put together from two versions.
# Only of a file that never stands still, and is overwritten in pieces without being emptied, can two readings be alike and mixed.
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
NEWLINE='
'

# A dot behind the end tells whether the last line has its newline. awk does not see NUL.
marked() {
  tr '\000' '\001' && echo .
}

# Two programs, one after the other: a file that is being written has time to change in between.
read_apart() {
  { marked < "$TEXT_FILE" > "$readings/1" && marked < "$TEXT_FILE" > "$readings/2"; } 2>/dev/null
}

# One program that reads twice at once: for a file that is rewritten faster than programs start.
read_together() {
  cat "$TEXT_FILE" "$TEXT_FILE" > "$readings/both" 2>/dev/null || return
  half=$(($(stat -c %s "$readings/both") / 2))
  head -c "$half" "$readings/both" | marked > "$readings/1"
  tail -c "$half" "$readings/both" | marked > "$readings/2"
}

is_readable() {
  [ -f "$TEXT_FILE" ] && [ -r "$TEXT_FILE" ] && [ "$(stat -L -c %s "$TEXT_FILE" 2>/dev/null || echo 1$LARGEST)" -le "$LARGEST" ]
}

is_alike() {
  cmp -s "$readings/1" "$readings/2"
}

# Whether the file ends with a newline; a moment before it may have been empty or half-written.
is_whole() {
  [ "$(tail -c 3 "$readings/1")" = "$NEWLINE." ]
}

# The time of the change is asked for behind the readings: it is never older than what they hold.
tell() {
  changed=$(stat -L -c %Y "$TEXT_FILE" 2>/dev/null) && echo "changed $changed" && sed 's/^/ /' "$readings/1"
}

look() {
  is_readable || return 0
  for attempt in apart apart apart together together together together together; do
    if "read_$attempt" && is_alike && is_whole && tell; then
      return
    fi
  done
  { read_apart && is_alike && tell; } || echo busy
}

while :; do
  look
  echo "end $(date -u +'%s %Y-%m-%dT%H:%M:%SZ')" || exit 1
  sleep "$TEXT_INTERVAL"
done | awk -f "$scripts/json.awk" -f "$scripts/text.awk"
