#!/bin/sh
# Watches what an OpenTelemetry Collector finds in place of log files: a FIFO, or a link to a device, stops its reading for good, also after
# it has gone, and the Collector goes on to answer its probes.
#
#   sh guard.sh GLOB...
#
# GUARD_FOLDERS      folders, one per line: no link may lead out of them
# GUARD_EXCLUDE      globs of paths that the Collector leaves out, one per line
# GUARD_METRICS_URL  the Collector's own metrics
# GUARD_PORT         answers /alive while the Collector answers and need not be restarted
# GUARD_HOME         a folder that outlives the container (/tmp): heartbeat, for every look; ready, for one that finds nothing wrong;
#                    seen, from when something is wrong until the Collector was restarted
#
# Names are not trusted: they are arguments of odd.sh and never part of a command.

set -fu
export LC_ALL=C
newline='
'

say() {
  printf 'guard: %s\n' "$1" >&2
}

count_levels() {
  IFS=/
  # shellcheck disable=SC2086 # split at slashes
  set -- $1
  levels=$#
  IFS=$newline
}

# Prints what the globs match and is not what the Collector can read. With the same number of levels, * of find takes in no slash.
find_odd() {
  for glob; do
    count_levels "$glob"
    depth=$levels base=${glob%%[*?[]*}
    base=${base%/*}
    count_levels "$base"
    set -- -mindepth $((depth - levels)) -maxdepth $((depth - levels)) -path "$glob"
    for exclude in ${GUARD_EXCLUDE:-}; do
      count_levels "$exclude"
      [ "$levels" -ne "$depth" ] || set -- "$@" ! -path "$exclude"
    done
    find -L "$base" "$@" ! -type f ! -type d -exec sh "$here/odd.sh" {} +
    find -H "$base" "$@" -type l -exec sh "$here/odd.sh" {} +
  done 2>/dev/null
}

# Seconds that the Collector has been running; 0 where its metrics do not say.
read_uptime() {
  metrics=$({ wget -q -T 10 -O - "$GUARD_METRICS_URL"; } 2>/dev/null) || return
  uptime=$(printf '%s\n' "$metrics" | awk '/^otelcol_process_uptime[a-z_]*[{ ]/ { seconds = $NF } END { printf "%d\n", seconds }')
}

beat() {
  read -r now </proc/uptime && echo "${now%%.*}" >"$1"
}

tell() {
  for name in $1; do
    case $said in *"$newline$name$newline"*) continue ;; esac
    [ ${#said} -lt 65536 ] || said=$newline
    said=$said$name$newline
    say "'$name' is not a regular file in the folders of the logs: while it is there, lines may be missing; remove it"
  done
}

# Succeeds unless the Collector was running when something was wrong: what has gone still stops it.
is_fresh() {
  ! [ -e "$seen" ] && return
  now=$(date +%s)
  [ -s "$seen" ] || echo "$now" >"$seen"
  read -r gone <"$seen"
  [ $((now - uptime)) -gt "$gone" ] || return
  rm "$seen"
  said=$newline
  say 'the Collector was restarted, and reads again'
}

look() {
  odd=$(find_odd "$@")
  if [ -n "$odd" ]; then
    tell "$odd"
    : >"$seen"
  fi
  beat "$home/heartbeat"
  if read_uptime && { [ -n "$odd" ] || is_fresh; }; then
    : >"$home/www/alive"
    [ -n "$odd" ] || beat "$home/ready"
  else
    rm -f "$home/www/alive"
  fi
}

case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
home=${GUARD_HOME:-/tmp} said=$newline IFS=$newline
seen=$home/seen
GUARD_FOLDERS=$(for folder in $GUARD_FOLDERS; do readlink -f "$folder"; done)
export GUARD_FOLDERS
mkdir -p "$home/www"
httpd -f -p "$GUARD_PORT" -h "$home/www" &
server=$!
sleeper=''
trap 'kill "$server" $sleeper; exit 0' TERM INT
while kill -0 "$server"; do
  look "$@"
  sleep 2 &
  sleeper=$!
  wait "$sleeper"
done
exit 1
