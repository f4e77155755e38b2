#!/bin/sh
# Keeps the OpenTelemetry Collector of its pod running until that has delivered what it has acknowledged.
#
# Native sidecars stop in the reverse order of their start, each after the one before has gone. This one starts behind the
# Collector, so it stops after the app and before the Collector: told to stop, it waits until the queues on disk are empty,
# and stay so for a second, in which what came without an acknowledgement gets into them. The grace period of the pod is
# the limit.
#
# What the Collector scrapes changes until the app has ended, so first there is time for one scrape more of each page. A
# Collector that has just started needs a few seconds before it scrapes at all.
#
# METRICS_URL      the Collector's own metrics
# SCRAPE_INTERVAL  seconds between two scrapes; not set where nothing is scraped

set -u

# Bytes in all queues, those that are being delivered among them.
queued() {
  wget -q -T 2 -O - "$METRICS_URL" | awk '
    /^otelcol_exporter_queue_size[{ ]/ { seen = 1; sum += $NF }
    END { if (!seen) exit 1; printf "%.0f\n", sum }'
}

# The first scrape is up to this many seconds late.
WARM_UP=6
started=$(date +%s)

await_scrape() {
  age=$(($(date +%s) - started))
  late=$((age < WARM_UP ? WARM_UP - age : 0))
  echo "waiting $((SCRAPE_INTERVAL + 1 + late)) s for the last scrape"
  sleep "$((SCRAPE_INTERVAL + 1 + late))"
}

drain() {
  empty=0
  silent=0
  said=
  while [ "$empty" -lt 5 ]; do
    if bytes=$(queued); then
      silent=0
    else
      bytes=
      silent=$((silent + 1))
    fi
    if [ "$silent" -ge 10 ]; then
      echo "the Collector does not answer at $METRICS_URL: what is in its queues is not waited for"
      return
    fi
    if [ "$bytes" = 0 ]; then
      empty=$((empty + 1))
    else
      empty=0
    fi
    if [ "${bytes:-0}" != 0 ] && [ -z "$said" ]; then
      said=yes
      echo "waiting until $bytes bytes of telemetry are delivered"
    fi
    sleep 0.2
  done
  echo 'all telemetry is delivered'
}

trap 'trap "" TERM; [ -z "${SCRAPE_INTERVAL-}" ] || await_scrape; drain; exit 0' TERM
while true; do
  sleep 5 &
  wait $!
done
