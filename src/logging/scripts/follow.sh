#!/bin/sh
# Follows log files and prints every complete line once, in order per file, byte for byte (but NUL).
#
#   sh follow.sh GLOB...
#
# Each GLOB is an absolute path, with * ? [...] if need be. Files and folders may appear later.
#
# LOG_EXCLUDE           globs of paths to leave out, one per line; * takes in slashes too
# LOG_INTERVAL          seconds between two looks (0.2)
# LOG_LINGER            seconds to go on after SIGTERM or SIGINT, before the last look (0)
# LOG_ROTATE_WAIT       quiet seconds after which a file is closed that was deleted or replaced (5)
# LOG_PROGRAMS          awk programs that print the lines, paths without blanks (redact.awk,
#                       frame.awk and lines.awk beside this script); frame.awk has the contract
# LOG_OUTPUT            a file to append to, instead of standard output
# LOG_OUTPUT_MAX_BYTES  beyond this size it is renamed to LOG_OUTPUT.1, over the one before
#
# A file is known by its identity, not its name, and stays open as long as a GLOB matches it. One
# that was renamed is read to its end before the one that took its name; while none has taken it,
# it is read on until it is deleted or quiet for an hour.
#
# Limits: a restart reads all files again from the start. A file renamed twice between two looks may
# be missed. With copy-and-truncate, lines written between the two are lost, and so are those of a
# file that grows past the old position before the next look. A last line without newline is not
# printed. A shell with descriptors of one digit (dash, where there is no bash) follows 6 files at a
# time, others 231.
#
# Exits with 0 after a signal, 1 when it cannot print, 2 when it is called wrongly.

set -fu
export LC_ALL=C
newline='
'

die() {
  printf 'follow: %s\n' "$2" >&2
  exit "$1"
}

said=''
say_once() {
  case $said in *"$1$newline"*) return ;; esac
  said="$said$1$newline"
  printf 'follow: %s\n' "$1" >&2
}

# Opens file $2 as descriptor $1 with operator $3; `command` keeps the shell alive when that fails.
open() {
  { eval "command exec $1${3:-<}\"\$2\""; } 2>/dev/null
}

open_output() {
  open 3 "$LOG_OUTPUT" '>>' || die 1 "cannot write '$LOG_OUTPUT'"
}

rotate_output() {
  [ -n "${LOG_OUTPUT_MAX_BYTES:-}" ] && read_position 3 || return
  [ "$position" -gt "$LOG_OUTPUT_MAX_BYTES" ] || return
  mv -f "$LOG_OUTPUT" "$LOG_OUTPUT.1"
  open_output
}

read_clock() {
  read -r now </proc/uptime
  now=${now%%.*}
}

read_position() {
  read -r position <"/proc/self/fdinfo/$1"
  position=${position##*[!0-9]}
}

# Prints the lines of the next MiB of descriptor $1 and keeps the rest, the start of the next line.
print_chunk() {
  rotate_output
  eval "rest=\$rest_$1"
  # shellcheck disable=SC2086 # a list
  rest=$(
    trap '' TERM INT
    { printf %s "$rest"; dd bs=1048576 count=1 <&"$1" 2>/dev/null; echo .; } |
      tr -d '\000' | awk $programs 4>&1 >&3
  ) || die 1 'cannot print: awk failed'
  eval "rest_$1=\$rest"
}

# Prints descriptor $1 up to size $2.
drain() {
  while before=$position; [ "$before" -lt "$2" ]; do
    print_chunk "$1"
    read_position "$1"
    [ "$position" -gt "$before" ] || break
  done
}

is_excluded() {
  case $1 in "${LOG_OUTPUT:-}" | "${LOG_OUTPUT:-}.1") return 0 ;; esac
  for glob in ${LOG_EXCLUDE:-}; do
    # shellcheck disable=SC2254 # a glob
    case $1 in $glob) return 0 ;; esac
  done
  return 1
}

# Opens file $1 as $fd, the first free descriptor.
follow() {
  fd=$first
  while case $followed in *"$newline$fd$newline"*) ;; *) false ;; esac; do
    fd=$((fd + 1))
  done
  if [ "$fd" -gt "$last" ]; then
    say_once "more than $((last - first + 1)) files at a time, the others wait"
    return 1
  elif ! open "$fd" "$1"; then
    [ ! -f "$1" ] || say_once "cannot read '$1'"
    return 1
  fi
  followed=$followed$fd$newline
  eval "rest_$fd="
}

unfollow() {
  eval "exec $1<&-"
  followed=${followed%%"$newline$1$newline"*}$newline${followed#*"$newline$1$newline"}
}

# Takes a line of $report apart.
parse() {
  name=${1#* * * } id=${1%% *} size=${1#* }
  links=${size#* }
  size=${size%% *} links=${links%% *}
}

# Recognises the open files by their identity, wherever they are now, and opens new ones. An empty
# one is left alone: its writer may still be at the one before.
visit_names() {
  for line in $report; do
    parse "$line"
    case $name in /proc/self/fd/*) known=$known$id\ ${name##*/}$newline ;; esac
  done
  for line in $report; do
    parse "$line"
    case $name in /proc/self/fd/*) break ;; esac
    is_excluded "$name" && continue
    [ "$size" -eq 0 ] || filled=$filled$name$newline
    case $known in
      *"$newline$id "*) fd=${known#*"$newline$id "} fd=${fd%%"$newline"*} ;;
      *) if [ "$size" -eq 0 ] || ! [ -f "$name" ] || ! follow "$name"; then continue; fi
         known=$known$id\ $fd$newline opened=yes ;;
    esac
    eval "name_$fd=\$name used_$fd=\$now"
  done
}

# Prints what the descriptors have got and closes those that are through.
visit_descriptors() {
  for line in $report; do
    parse "$line"
    case $name in /proc/self/fd/*) fd=${name##*/} ;; *) continue ;; esac
    read_position "$fd"
    if [ "$size" -lt "$position" ]; then
      open "$fd" "$name" && position=0 && eval "rest_$fd="
    fi
    eval "name=\$name_$fd used=\$used_$fd"
    patience=3600
    [ "$links" -gt 0 ] || patience=$rotate_wait
    case $filled in *"$newline$name$newline"*) patience=$rotate_wait ;; esac
    if [ "$size" -gt "$position" ]; then
      drain "$fd" "$size"
      eval "used_$fd=\$now"
    elif [ "$((now - ${used:?}))" -gt "$patience" ]; then
      unfollow "$fd"
    fi
  done
}

# Visits all files once, and succeeds when there are new ones that wait to be read.
look() {
  read_clock
  # shellcheck disable=SC2068 # the globs are expanded here; without IFS, blanks are data
  { IFS=''; set +f; set -- $@; set -f; IFS=$newline; }
  for fd in $followed; do set -- "$@" "/proc/self/fd/$fd"; done
  # The names come before the descriptors: where a new file has data, its writer has left the one
  # before, whose size is now final.
  report=$(stat -L -c '%d:%i %s %h %n' "$@" 2>/dev/null)
  known=$newline filled=$newline opened=''
  visit_names
  visit_descriptors
  [ -n "$opened" ]
}

look_until_settled() {
  while look "$@"; do :; done
}

goes_on() {
  read_clock
  [ "$now" -lt "${deadline:-$((now + 1))}" ]
}

pause() {
  sleep "$interval" &
  sleeper=$!
  if goes_on; then wait "$sleeper"; fi
  kill "$sleeper" || return
  wait "$sleeper"
} 2>/dev/null

stop() {
  read_clock
  deadline=${deadline:-$((now + linger))}
  [ -z "$sleeper" ] || kill "$sleeper" 2>/dev/null
}

[ $# -gt 0 ] || die 2 'no file to follow: give one or more paths or globs'

interval=${LOG_INTERVAL:-0.2} linger=${LOG_LINGER:-0} rotate_wait=${LOG_ROTATE_WAIT:-5}
case $interval in *[!0-9.]*) die 2 "LOG_INTERVAL '$interval' is not a number of seconds" ;; esac
case $linger$rotate_wait${LOG_OUTPUT_MAX_BYTES:-} in
  *[!0-9]*) die 2 'LOG_LINGER, LOG_ROTATE_WAIT and LOG_OUTPUT_MAX_BYTES are whole numbers' ;;
esac

followed=$newline deadline='' sleeper=''
trap stop TERM INT

first=4 last=9
if (eval 'exec 20</dev/null') 2>/dev/null; then
  first=20 last=250
elif command -v bash >/dev/null; then
  exec bash "$0" "$@"
fi

case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
programs=''
# Redaction comes first: mawk takes no parameter with the name of a function it knows, here `line`.
for program in ${LOG_PROGRAMS:-"$here/redact.awk" "$here/frame.awk" "$here/lines.awk"}; do
  programs="$programs-f$newline$program$newline"
done
if [ -n "${LOG_OUTPUT:-}" ]; then open_output; else exec 3>&1; fi
IFS=$newline
# shellcheck disable=SC2086 # a list
awk $programs </dev/null >&3 || die 2 'the awk programs or their settings are wrong'

while look_until_settled "$@" && goes_on; do pause; done
look_until_settled "$@"
