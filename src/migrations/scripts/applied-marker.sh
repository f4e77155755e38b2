#!/bin/sh
# Succeeds when a ConfigMap is there that the Job writes last, mounted as an optional volume.
#
# usage: applied-marker.sh FOLDER
if [ ! -e "$1/applied" ]; then
  echo 'it has not written its ConfigMap of this name'
  exit 1
fi
