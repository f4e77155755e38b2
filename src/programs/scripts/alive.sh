#!/bin/sh
# Succeeds while follow.sh writes its heartbeat.
#
#   sh alive.sh FILE SECONDS

read -r beat <"$1" && read -r now </proc/uptime && [ $((${now%%.*} - beat)) -le "$2" ]
