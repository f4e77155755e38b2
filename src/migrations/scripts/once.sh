#!/bin/sh
# Becomes a program, unless the migrations that it would apply were applied before.
#
# usage: once.sh FOLDER PROGRAM [WORD...]
#   FOLDER is where the ConfigMap is mounted, if it is there, that is written behind the program.
if [ -e "$1/applied" ]; then
  echo 'the migrations were applied before'
  exit 0
fi
shift
exec "$@"
