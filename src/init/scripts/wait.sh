#!/bin/sh
# Waits until all targets answer, side by side; says of each that it waits for it and why, again when the reason changes, and how that ended.
#
# usage: wait.sh PROBE... [-- WORD...]
#   The nth PROBE is the script wait-PROBE.sh beside this one. It is run with the words as its arguments, until it exits with 0.
#   The variables WAIT_*_n are its settings: it has them without the number, and what is left of its time as WAIT_LIMIT.
# environment:
#   WAIT_NAME_n       what the target is called
#   WAIT_TIMEOUT      seconds for all tries together
#   WAIT_TRY_TIMEOUT  seconds for one try
#   WAIT_PAUSE        milliseconds after the first try; they double from try to try, and half of them is random
#   WAIT_MAX_PAUSE    milliseconds that a pause has at most
# exit code: 0 when all targets have answered, 1 when one has not in time
set -u

probes=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  probes="$probes $1"
  shift
done
[ $# -eq 0 ] || shift

start=$(date +%s)

left() {
  echo $((start + WAIT_TIMEOUT - $(date +%s)))
}

# The error on one line, or what the exit code says; a killed probe may have left half of a message.
explain() {
  case $1 in
    124 | 137 | 143) echo "no answer within $WAIT_LIMIT s" ;;
    *) if [ -n "$2" ]; then printf '%s' "$2" | tr -s '[:space:]' ' ' | cut -c 1-300; else echo "exit code $1"; fi ;;
  esac
}

# rest MILLISECONDS: sleeps for a random time between half of them and all, but not longer than a second past the timeout.
rest() {
  most=$(($(left) * 1000 + 500))
  random=$(od -An -N2 -tu2 /dev/urandom)
  nap=$(($1 * (65535 + random) / 131070))
  [ "$nap" -lt "$most" ] || nap=$most
  sleep "$(printf '%d.%03d' $((nap / 1000)) $((nap % 1000)))"
}

# await PROBE NUMBER [WORD...]
await() {
  probe=$1 number=$2
  shift 2
  for setting in NAME HOST PORT USER PASSWORD DATABASE QUERY URL STATUS HEADERS CA TLS FILE; do
    eval "export WAIT_$setting=\"\${WAIT_${setting}_$number-}\""
  done
  pause=$WAIT_PAUSE told=
  while WAIT_LIMIT=$(left) && [ "$WAIT_LIMIT" -gt 0 ]; do
    [ "$WAIT_LIMIT" -lt "$WAIT_TRY_TIMEOUT" ] || WAIT_LIMIT=$WAIT_TRY_TIMEOUT
    export WAIT_LIMIT
    code=0
    error=$({ timeout "$WAIT_LIMIT" sh "${0%.sh}-$probe.sh" "$@"; } 2>&1) || code=$?
    if [ "$code" -eq 0 ]; then
      echo "$WAIT_NAME answered after $(($(date +%s) - start)) s"
      return 0
    fi
    error=$(explain "$code" "$error")
    reason=$(printf '%s.' "$error" | tr -d 0-9) # times and ports of the client change from try to try
    [ "$reason" = "$told" ] || echo "${told:+still }waiting for $WAIT_NAME, $WAIT_TIMEOUT s at most: $error"
    told=$reason
    rest "$pause"
    pause=$((pause * 2 < WAIT_MAX_PAUSE ? pause * 2 : WAIT_MAX_PAUSE))
  done
  echo "$WAIT_NAME did not answer for $(($(date +%s) - start)) s, last error: $error"
  return 1
}

number=0 waits=
# shellcheck disable=SC2086 # a list of process ids
trap 'kill $waits 2>/dev/null; exit 143' TERM INT
for probe in $probes; do
  number=$((number + 1))
  await "$probe" "$number" "$@" &
  waits="$waits $!"
done

result=0
for process in $waits; do
  wait "$process" || result=1
done
exit "$result"
