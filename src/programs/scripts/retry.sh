#!/bin/sh
# Runs a command until it succeeds, a bounded number of times.
#
# usage: retry.sh PROGRAM [WORD...]
# environment:
#   RETRY_MAX_ATTEMPTS  how often it is run at most
#   RETRY_PAUSE         milliseconds after the first try; they double from try to try, and half of them is random
#   RETRY_MAX_PAUSE     milliseconds that a pause has at most
# exit code: 0, or that of the last try
set -u

try=1 pause=$RETRY_PAUSE running=
trap '[ -z "$running" ] || kill "${!-}"; exit 143' TERM INT

while :; do
  running=yes # before it is: it may be told to stop at any time
  "$@" &
  code=0
  wait "$!" || code=$?
  running=
  [ "$code" -ne 0 ] || exit 0
  if [ "$try" -ge "$RETRY_MAX_ATTEMPTS" ]; then
    echo "try $try of $RETRY_MAX_ATTEMPTS failed with exit code $code: giving up"
    exit "$code"
  fi
  nap=$((pause * (65535 + $(od -An -N2 -tu2 /dev/urandom)) / 131070))
  nap=$(printf '%d.%03d' $((nap / 1000)) $((nap % 1000)))
  echo "try $try of $RETRY_MAX_ATTEMPTS failed with exit code $code: next in $nap s"
  running=yes
  sleep "$nap" &
  wait "$!"
  running=
  try=$((try + 1))
  pause=$((pause * 2 < RETRY_MAX_PAUSE ? pause * 2 : RETRY_MAX_PAUSE))
done
