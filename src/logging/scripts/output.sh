# shellcheck shell=sh disable=SC2154 # what follow.sh sets
#
# The file that follow.sh appends to, instead of standard output, which is bounded.

open_output() {
  ! [ -e "$LOG_OUTPUT" ] || is_plain "$LOG_OUTPUT" || die 1 "'$LOG_OUTPUT' is not a regular file"
  open 3 "$LOG_OUTPUT" '>>' || die 1 "cannot write '$LOG_OUTPUT'"
}

rotate_output() {
  [ -n "${LOG_OUTPUT_MAX_BYTES:-}" ] && read_position 3 || return
  [ "$position" -gt "$LOG_OUTPUT_MAX_BYTES" ] || return
  mv -f "$LOG_OUTPUT" "$LOG_OUTPUT.1"
  open_output
}

open_output
