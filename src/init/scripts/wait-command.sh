#!/bin/sh
# Succeeds when the command does.
exec "$@"
