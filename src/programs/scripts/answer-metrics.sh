#!/bin/sh
# Answers one HTTP request, which comes by stdin, with METRICS_FILE, or with what is found at METRICS_URL. See serve-metrics.sh.
set -u
export LC_ALL=C

head() { # STATUS LENGTH MORE-HEADERS
  printf 'HTTP/1.1 %s\r\nContent-Length: %s\r\n%bConnection: close\r\n\r\n' "$@"
}

refuse() { # STATUS [MORE-HEADERS]
  head "$1" "$((${#1} + 1))" "Content-Type: text/plain; charset=utf-8\r\n${2-}"
  [ "$method" = HEAD ] || echo "$1"
  exit
}

method='' target=''
read -r method target _ || exit 0
while read -r header && [ "${#header}" -gt 1 ]; do :; done

case $method in
  GET | HEAD) ;;
  *) refuse '405 Method Not Allowed' 'Allow: GET, HEAD\r\n' ;;
esac
path=${target%%\?*}
if [ "$path" = /healthz ] && [ -n "${HEALTH_URL-}" ]; then
  wget -q -T 8 -O /dev/null "$HEALTH_URL" || refuse '502 Bad Gateway'
  refuse '200 OK'
fi
[ "$path" = "$METRICS_PATH" ] || refuse '404 Not Found'

# Without a length: the end of the connection is the end of the text.
if [ -n "${METRICS_URL-}" ]; then
  text=$(wget -q -T 8 -O - "$METRICS_URL") || refuse '502 Bad Gateway'
  printf 'HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nConnection: close\r\n\r\n'
  [ "$method" = HEAD ] || printf '%s\n' "$text"
  exit
fi
[ -r "$METRICS_FILE" ] || refuse '503 Service Unavailable'

# The file that is open here stays the same one when it is replaced: length and text belong together.
exec 3< "$METRICS_FILE"
head '200 OK' "$(stat -L -c %s /proc/self/fd/3)" 'Content-Type: text/plain; version=0.0.4\r\n'
[ "$method" = HEAD ] || cat <&3
