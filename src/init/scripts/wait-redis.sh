#!/bin/sh
# Succeeds when Redis answers PING without an error.
[ -z "$WAIT_PASSWORD" ] || export REDISCLI_AUTH="$WAIT_PASSWORD"
exec redis-cli -e -h "$WAIT_HOST" -p "$WAIT_PORT" ${WAIT_USER:+--user "$WAIT_USER"} ping
