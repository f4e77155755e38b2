#!/bin/sh
# Succeeds when WAIT_HOST takes a connection on WAIT_PORT. `-e true` ends it at once, which not every nc can do by -z.
exec nc -w "$WAIT_LIMIT" "$WAIT_HOST" "$WAIT_PORT" -e true
