#!/bin/sh
# Reads what the pod knows of names, for programs that ask name servers by themselves and leave search domains out. To be sourced.
#
# argument: the file, /etc/resolv.conf if there is none
# exports:
#   NAMESERVERS       addresses of the name servers, each with a blank in front
#   NAMESPACE_DOMAIN  what a name without a dot lacks, as in .shop.svc.cluster.local
#   CLUSTER_DOMAIN    what a name that ends in .svc lacks, as in .cluster.local
# Without the cluster's search domains, the domains are empty.

NAMESERVERS='' NAMESPACE_DOMAIN='' CLUSTER_DOMAIN=''
while read -r word rest || [ -n "$word" ]; do
  case $word in
    nameserver) NAMESERVERS="$NAMESERVERS ${rest%%[!0-9A-Fa-f.:]*}" ;;
    search)
      for domain in $rest; do
        case $domain in
          *[!-A-Za-z0-9_.]*) ;;
          *.svc.*)
            NAMESPACE_DOMAIN=.${domain%.} CLUSTER_DOMAIN=.${domain#*.svc.}
            CLUSTER_DOMAIN=${CLUSTER_DOMAIN%.}
            break
            ;;
        esac
      done
      ;;
  esac
done < "${1:-/etc/resolv.conf}"
export NAMESERVERS NAMESPACE_DOMAIN CLUSTER_DOMAIN
