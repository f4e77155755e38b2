#!/bin/sh
# Serves a file of metrics to Prometheus and runs the program that writes it. When one of them ends, so does the other.
#
# usage: serve-metrics.sh PROGRAM [WORD...]
#   PROGRAM writes METRICS_FILE in the background, each time into another file of its folder that it then renames: a scrape never sees
#   half a file. Until the file is there, scrapes are answered with 503.
# environment:
#   METRICS_FILE  the file, in the text format of Prometheus
#   METRICS_URL   in place of the file: where PROGRAM, which serves more than it should, has the metrics on localhost
#   HEALTH_URL    with METRICS_URL: what /healthz stands for
#   METRICS_PORT  port to listen on
#   METRICS_PATH  path of the metrics, such as /metrics; any other is answered with 404
set -u

# Both families of addresses where the node has both.
address=0.0.0.0
[ ! -r /proc/net/if_inet6 ] || address=::

stop() {
  trap '' TERM
  kill 0
  exit "$1"
}
trap 'stop 0' TERM INT
trap 'stop 1' USR1

# The program first: a signal that comes before a process has become its program is lost, and the server may fail at once.
"$@" &
program=$!
{
  # A client that does not come to an end gives its place free after METRICS_TIMEOUT seconds, 10 unless it is set.
  tcpsvd -E -c 50 "$address" "$METRICS_PORT" timeout "${METRICS_TIMEOUT:-10}" sh "${0%/*}/answer-metrics.sh"
  echo "the metrics server on port $METRICS_PORT has ended" >&2
  kill -USR1 "$$"
} &
wait "$program"
echo "$1 has ended with code $?" >&2
stop 1
