#!/bin/sh
# Starts nginx with nginx.conf of its folder, which includes what nginx cannot find out by itself: name servers and domains, and whether
# there is IPv6, without which nginx would not start where it is to listen on it.
#
# NAMES_FILE:  the file to write the first to
# LISTEN_FILE: the file to write the second to
# LISTEN_IPV6: what to listen on where there is IPv6
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
listen=''
[ ! -e /proc/net/if_inet6 ] || listen="listen $LISTEN_IPV6 ipv6only=on;"
echo "$listen" > "$LISTEN_FILE"
exec nginx -c "${0%/*}/nginx.conf" -e stderr
