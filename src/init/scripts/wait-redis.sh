#!/bin/sh
# Succeeds when Redis answers PING without an error. WAIT_CA is a file with the authority that must have signed the server's certificate.
[ -z "$WAIT_PASSWORD" ] || export REDISCLI_AUTH="$WAIT_PASSWORD"
[ -z "$WAIT_CA" ] || set -- --tls --cacert "$WAIT_CA"
exec redis-cli -e -h "$WAIT_HOST" -p "$WAIT_PORT" "$@" ${WAIT_USER:+--user "$WAIT_USER"} ping
