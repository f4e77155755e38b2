#!/bin/sh
# Runs nginx on IPv6 too where there is IPv6, without which it would not start. Has it read its files anew when one of them changes, as a
# renewed certificate does. Connections stay.
#
# usage: serve-nginx.sh CONFIG [FILE...]
#   nginx takes the place of this shell, so signals reach it. What it cannot load, such as a certificate with the key of
#   another one, it complains about, and works on with what it has until the files change again.
# environment:
#   NGINX_PID       file with the process id of nginx
#   NGINX_INTERVAL  seconds between two looks at the files
#   LISTEN_FILE     file that the configuration includes, for what it listens on by IPv6
#   LISTEN_IPV6     address and parameters of that
set -u
config=$1
shift

sum() {
  cat "$@" 2>/dev/null | sha256sum
}

watch() {
  while sleep "$NGINX_INTERVAL"; do
    found=$(sum "$@")
    if [ "$found" != "$loaded" ] && kill -s HUP "$(cat "$NGINX_PID")"; then
      loaded=$found
      echo 'files have changed: nginx reloads them' >&2
    fi
  done
}

listen=''
[ ! -e /proc/net/if_inet6 ] || listen="listen $LISTEN_IPV6 ipv6only=on;"
echo "$listen" > "$LISTEN_FILE"
if [ $# -gt 0 ]; then
  loaded=$(sum "$@")
  watch "$@" &
fi
exec nginx -c "$config" -g 'daemon off;'
