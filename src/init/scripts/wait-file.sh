#!/bin/sh
# Succeeds when WAIT_FILE is there.
if [ ! -e "$WAIT_FILE" ]; then
  echo 'the file is not there'
  exit 1
fi
