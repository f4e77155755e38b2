#!/bin/sh
# Succeeds when WAIT_HOST has an address. ping asks the resolver of the system, as apps do, where nslookup leaves search domains out;
# whether it may send anything, and whether that is answered, does not matter.
error=$(ping -c 1 -w 1 "$WAIT_HOST" 2>&1)
case $?$error in
  127* | *'bad address'*)
    echo "$error"
    exit 1
    ;;
esac
