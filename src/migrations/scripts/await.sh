#!/bin/sh
# Waits until a Job has applied the migrations; says what is missing each time that this changes.
#
# usage: await.sh PROBE [WORD...]
#   PROBE is the script applied-PROBE.sh beside this one. It is run with the words until it exits with 0; it prints what is missing.
# environment:
#   AWAIT_NAME     what the name of the Job begins with
#   AWAIT_TIMEOUT  seconds for all tries together
# exit code: 0 when all is applied, 1 when it is not in time
set -u

probe=${0%await.sh}applied-$1.sh
shift
start=$(date +%s) told=
trap 'exit 143' TERM INT

while :; do
  code=0
  missing=$({ timeout 30 sh "$probe" "$@"; } 2>&1) || code=$?
  waited=$(($(date +%s) - start))
  case $code in
    0)
      echo "the migrations are applied, seen after $waited s"
      exit 0
      ;;
    124 | 137 | 143) missing='no answer within 30 s' ;;
    *) missing=$(printf '%s' "$missing" | tr -s '[:space:]' ' ' | cut -c 1-300) ;;
  esac
  if [ "$waited" -ge "$AWAIT_TIMEOUT" ]; then
    echo "the migrations were not applied within $AWAIT_TIMEOUT s: $missing; see the Job whose name begins with $AWAIT_NAME"
    exit 1
  fi
  [ "$missing" = "$told" ] || echo "waiting for the Job $AWAIT_NAME, $((AWAIT_TIMEOUT - waited)) s at most: $missing"
  told=$missing
  sleep 1 &
  wait "$!"
done
