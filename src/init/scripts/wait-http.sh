#!/bin/sh
# Succeeds when WAIT_URL answers with a code that matches one of the patterns in WAIT_STATUS; WAIT_CA is a file with the authority to trust, and
# WAIT_HEADERS has a header in each line, which no other process sees.
set -f
status=$(printf '%s\n' "${WAIT_HEADERS:-}" | curl -q -sS -g -o /dev/null -m "$WAIT_LIMIT" ${WAIT_HEADERS:+-H@-} ${WAIT_CA:+--cacert "$WAIT_CA"} \
  -w '%{http_code}' --url "$WAIT_URL") || exit
for expected in $WAIT_STATUS; do
  # shellcheck disable=SC2254 # a pattern
  case $status in
    $expected) exit 0 ;;
  esac
done
echo "status $status"
exit 1
