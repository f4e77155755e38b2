#!/bin/sh
# Starts HAProxy with haproxy.cfg of its folder, which completes names by NAMESPACE_DOMAIN and CLUSTER_DOMAIN, and listens on ANY_ADDRESS.
# That is of IPv6 and IPv4 where there is IPv6, without which HAProxy would not start.
#
# argument: a file to read in place of /etc/resolv.conf
set -eu

# shellcheck source=/dev/null
. "${0%/*}/names.sh"
ANY_ADDRESS=0.0.0.0
[ ! -e /proc/net/if_inet6 ] || ANY_ADDRESS='[::]'
export ANY_ADDRESS
exec haproxy -db -f "${0%/*}/haproxy.cfg"
