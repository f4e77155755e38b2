#!/bin/sh
# Starts HAProxy with haproxy.cfg of its folder, which completes names by NAMESPACE_DOMAIN and CLUSTER_DOMAIN.
#
# argument: a file to read in place of /etc/resolv.conf
set -eu

# shellcheck source=/dev/null
. "${0%/*}/names.sh"
exec haproxy -db -f "${0%/*}/haproxy.cfg"
