#!/bin/sh
# Starts nginx with nginx.conf of its folder, which includes what nginx cannot find out by itself: name servers and domains.
#
# NAMES_FILE: the file to write that to
# argument: a file to read in place of /etc/resolv.conf
set -eu

# shellcheck source=/dev/null
. "${0%/*}/names.sh"
servers='' family=' ipv6=off'
for server in $NAMESERVERS; do
  case $server in
    *:*) servers="$servers [$server]" family='' ;;
    *) servers="$servers $server" ;;
  esac
done
{
  [ -z "$servers" ] || echo "resolver$servers valid=5s$family;"
  echo "map \$pid \$namespace_domain { default \"$NAMESPACE_DOMAIN\"; }"
  echo "map \$pid \$cluster_domain { default \"$CLUSTER_DOMAIN\"; }"
} > "$NAMES_FILE"
exec nginx -c "${0%/*}/nginx.conf" -e stderr
