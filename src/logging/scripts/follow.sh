#!/bin/sh
# shellcheck disable=SC2034 # what reading.sh uses
# Follows log files and prints every complete line once, in order per file, without NUL and without the CR of CRLF.
#
#   sh follow.sh GLOB...
#
# Each GLOB is an absolute path, with * ? [...] if need be. Files and folders may appear later.
#
# LOG_FOLDERS           folders, one per line: a file that is not in one of them is not read, whatever leads to it
# LOG_EXCLUDE           globs of paths to leave out, one per line; * takes in slashes too
# LOG_INTERVAL          seconds between two looks (0.2)
# LOG_STOP_DELAY        seconds to go on after SIGTERM or SIGINT, before the last look (0)
# LOG_DRAIN_TIME        seconds that the last look may take (10)
# LOG_IDLE_TIMEOUT      quiet seconds after which a file is closed that was deleted or replaced (5)
# LOG_MAX_FILES         more files than that are a fault (20000)
# LOG_HEARTBEAT         a file that alive.sh looks at: it is written while nothing is wrong (/tmp/heartbeat; empty: none)
# LOG_PROGRAMS          awk programs that print the lines, paths without blanks (frame.awk and print.awk
#                       beside this script); frame.awk has the contract
# LOG_OUTPUT            a file to append to, instead of standard output
# LOG_OUTPUT_MAX_BYTES  beyond this size it is renamed to LOG_OUTPUT.1, over the one before
#
# A file is known by its identity, not its name. The files that grew last are held open: one that was
# renamed is read to its end before the one that took its name; while none has taken it, it is read on
# until it is deleted or quiet for an hour. The others are closed, and opened again when they grow.
#
# What is in the folders is not trusted. Only regular files are read, symbolic links only where a GLOB
# without wildcards names one. Names never become part of a command, and are in no report.
#
# Limits: a restart reads all files again from the start. A file renamed twice between two looks may
# be missed. With copy-and-truncate, lines written between the two are lost, and so are those of a
# file that grows past the old position before the next look. A last line without newline is not
# printed. Only files that are held open can be renamed without loss: 231, or 5 in a shell with
# descriptors of one digit (dash, where there is no bash).
#
# Exits with 0 after a signal, 1 when it cannot print, 2 when it is called wrongly.

set -fu
export LC_ALL=C
newline='
'

die() { say "$2"; exit "$1"; }

say() { printf 'follow: %s\n' "$1" | tr '\001-\011\013-\037\177' '?' >&2; }

said=''
say_once() { case $said in *"$newline$1$newline"*) return ;; esac; [ ${#said} -lt 65536 ] || said=''; said="$said$newline$1$newline"; say "$1"; }

# Opens file $2 as descriptor $1 with operator $3; `command` keeps the shell alive when that fails.
open() { { eval "command exec $1${3:-<}\"\$2\""; } 2>/dev/null; }

read_clock() { read -r now </proc/uptime; now=${now%%.*}; }

read_position() { read -r position <"/proc/self/fdinfo/$1"; position=${position##*[!0-9]}; }

is_plain() { [ -f "$1" ] && ! [ -h "$1" ]; }

is_inside() { for folder in $folders; do case $1 in "${folder%/}"/*) return 0 ;; esac; done; return 1; }

is_excluded() {
  case $1 in
    "${LOG_OUTPUT:-}" | "${LOG_OUTPUT:-}.1") return 0 ;;
    *.gz | *.bz2 | *.xz | *.zst | *.lz4 | *.lzma | *.br | *.Z | *.zip | *.tgz) return 0 ;;
  esac
  for glob in ${LOG_EXCLUDE:-}; do
    # shellcheck disable=SC2254 # a glob
    case $1 in $glob) return 0 ;; esac
  done
  return 1
}

# Visits all files once, and succeeds when something is left to read.
look() {
  read_clock
  patience=$((now + 2)) busy='' sick='' pending=$due due=$newline fresh=$newline
  for path; do shift; [ -h "$path" ] && path=$(readlink -f "$path"); set -- "$@" "$path"; done
  # shellcheck disable=SC2068 # the globs are expanded here; without IFS, blanks are data
  { IFS=''; set +f; set -- $@; set -f; IFS=$newline; }
  report=$(printf '/\0%s\0' "$@" | xargs -0 -s 500000 stat -c '%d_%i %s %f' 2>/dev/null)
  if [ "$report" = "$before" ] && [ "$pending" = "$newline" ]; then
    changes=''
  elif ! changes=$(printf '%s\n' "$before" = "$pending" = "$report" | awk -v names=$# -f "$here/changes.awk"); then
    due=$pending
    return
  else
    before=$report
  fi
  for line in $changes; do
    id=${line#* } name=''
    case $line in gone*) lose "$id"; continue ;; *) eval "name=\${${id%% *}}" ;; esac
    case $line in
      odd*) is_excluded "$name" || say_once "'$name' is not a regular file, and is not read" ;;
      *) id=${id#* }; visit "${id% *}" "${id#* }" "$name" ;;
    esac
  done
  visit_orphans
  if [ $# -gt "$max_files" ]; then sick=yes; say_once "more than $max_files files: delete old ones, or follow fewer"; fi
  [ -n "$sick" ] || beat
  [ -n "$busy" ]
}

look_until_settled() { while look "$@" && goes_on "$finish"; do :; done; }

# Until $1 seconds after the time to stop.
goes_on() { read_clock; [ "$now" -lt "$((${deadline:-$((now + 1))} + $1))" ]; }

beat() { [ -n "$heartbeat" ] && [ "$now" -ge "$next_beat" ] || return; echo "$now" >"$heartbeat" || return; next_beat=$((now + 5)); }

pause() { sleep "$interval" & sleeper=$!; if goes_on 0; then wait "$sleeper"; fi; kill "$sleeper" || return; wait "$sleeper"; } 2>/dev/null

stop() { read_clock; deadline=${deadline:-$((now + linger))}; [ -z "$sleeper" ] || kill "$sleeper" 2>/dev/null; }

[ $# -gt 0 ] || die 2 'no file to follow: give one or more paths or globs'

interval=${LOG_INTERVAL:-0.2} linger=${LOG_STOP_DELAY:-0} finish=${LOG_DRAIN_TIME:-10} rotate_wait=${LOG_IDLE_TIMEOUT:-5}
max_files=${LOG_MAX_FILES:-20000} heartbeat=${LOG_HEARTBEAT-/tmp/heartbeat}
case $interval in *[!0-9.]*) die 2 "LOG_INTERVAL '$interval' is not a number of seconds" ;; esac
case $linger$finish$rotate_wait$max_files${LOG_OUTPUT_MAX_BYTES:-} in
  *[!0-9]*) die 2 'LOG_STOP_DELAY, LOG_DRAIN_TIME, LOG_IDLE_TIMEOUT, LOG_MAX_FILES and LOG_OUTPUT_MAX_BYTES are whole numbers' ;; esac

deadline='' sleeper='' next_beat=0 before=''
held=$newline orphans=$newline due=$newline
trap stop TERM INT

first=5 last=9
if (eval 'exec 20</dev/null') 2>/dev/null; then first=20 last=250; elif command -v bash >/dev/null; then exec bash "$0" "$@"; fi

case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
# shellcheck disable=SC1091 # checked by itself
. "$here/reading.sh"
programs=''
for program in ${LOG_PROGRAMS:-"$here/frame.awk" "$here/print.awk"}; do programs="$programs-f$newline$program$newline"; done
# shellcheck disable=SC1091 # checked by itself
if [ -n "${LOG_OUTPUT:-}" ]; then . "$here/output.sh"; else exec 3>&1; fi
IFS=$newline
folders=$(for folder in ${LOG_FOLDERS:?}; do readlink -f "$folder"; done)
# shellcheck disable=SC2086 # a list
awk $programs </dev/null >&3 || die 2 'the awk programs or their settings are wrong'

while look_until_settled "$@" && goes_on 0; do pause; done
look_until_settled "$@"
[ -z "$busy" ] || say 'stopped before all was read'
