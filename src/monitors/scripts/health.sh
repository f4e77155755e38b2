#!/bin/sh
# Asks a URL or a port again and again. Says on standard output when the answer changes and at a slower heartbeat, and
# keeps metrics of it in a file.
#
#   HEALTH_URL        a URL, asked by curl
#   HEALTH_STATUS     patterns of the codes that are healthy, parted by blanks
#   HEALTH_HEADERS    headers to send, one in a line, which no other process sees
#   HEALTH_CA         file with the authority to trust
#   HEALTH_HOST, HEALTH_PORT   in place of a URL: what must take a connection, asked by nc
#   HEALTH_LISTEN     the port, where it is one of this pod: that another program has taken it over between two checks is noticed
#   HEALTH_INTERVAL, HEALTH_TIMEOUT, HEALTH_HEARTBEAT   seconds between two checks, for one check, between two lines
#   METRICS_FILE      file for the metrics, always complete
#   HEALTH_LABEL      the target as a label of the metrics, escaped
set -fu
export LC_ALL=C
newline='
'

# Hundredths of seconds since the node was started.
read_clock() {
  read -r clock _ </proc/uptime
  clock=${clock%.*}${clock#*.}
}

# Every ask_ sets $code, which is empty without an answer, $latency in seconds and $error, and succeeds when all is well.
ask_url() {
  error=$(printf '%s\n' "${HEALTH_HEADERS:-}" | curl -q -sS -g -o /dev/null -m "$HEALTH_TIMEOUT" ${HEALTH_HEADERS:+-H@-} ${HEALTH_CA:+--cacert "$HEALTH_CA"} \
    -w '%{http_code} %{time_total}' --url "$HEALTH_URL" 2>&1)
  failed=$?
  answer=${error##*"$newline"}
  error=${error%"$answer"} code=${answer% *} latency=${answer#* }
  if [ "$failed" -ne 0 ]; then
    code=
    return 1
  fi
  for expected in $HEALTH_STATUS; do
    # shellcheck disable=SC2254 # a pattern
    case $code in $expected) return 0 ;; esac
  done
  return 1
}

# `-e true` ends the connection at once, which not every nc can do by -z.
ask_port() {
  read_clock
  begin=$clock code=open failed=0
  error=$(nc -w "$HEALTH_TIMEOUT" "$HEALTH_HOST" "$HEALTH_PORT" -e true 2>&1) || failed=1 code=
  read_clock
  latency=$((clock - begin))
  latency=$((latency / 100)).$((latency / 10 % 10))$((latency % 10))
  return "$failed"
}

check() {
  if "$ask"; then
    up=1 healthy=$((healthy + 1)) state=healthy
  else
    up=0 unhealthy=$((unhealthy + 1)) state=unhealthy
  fi
  [ "$state" = "${last_state:-$state}" ] || changes=$((changes + 1))
  last_state=$state
}

# The numbers of the sockets that listen on the port.
read_sockets() {
  sockets=''
  for table in /proc/net/tcp /proc/net/tcp6; do
    [ -r "$table" ] || continue
    while read -r _ address _ kind _ _ _ _ _ inode _; do
      case $address$kind in *":${listen}0A") sockets="$sockets $inode " ;; esac
    done <"$table"
  done
}

# A program that has been restarted listens by sockets of its own, however short the time in between was.
notice_restart() {
  read_sockets
  [ -n "$sockets" ] || return
  kept=''
  for socket in $known_sockets; do
    case $sockets in *" $socket "*) kept=yes ;; esac
  done
  if [ -n "$known_sockets" ] && [ -z "$kept" ]; then
    restarts=$((restarts + 1)) last_said=''
    printf '%s restarted: another program listens on port %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$HEALTH_LISTEN"
  fi
  known_sockets=$sockets
}

report() {
  read_clock
  said="$state (${code:-no answer})"
  [ "$said" != "$last_said" ] || [ $((clock - said_at)) -ge $((HEALTH_HEARTBEAT * 100)) ] || return
  last_said=$said said_at=$clock
  error=$(printf %s "$error" | tr -s '[:space:]' ' ' | cut -c 1-200)
  error=${error% }
  printf '%s %s in %.3f s%s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$said" "$latency" "${error:+: $error}"
}

# metric NAME TYPE HELP VALUE
metric() {
  printf '# HELP health_monitor_%s %s\n# TYPE health_monitor_%s %s\n' "$1" "$3" "$1" "$2"
  printf 'health_monitor_%s{target="%s"} %s\n' "$1" "$HEALTH_LABEL" "$4"
}

write_metrics() {
  {
    metric up gauge 'Whether the last check was healthy.' "$up"
    metric latency_seconds gauge 'Time that the last check took.' "$latency"
    case $code in [0-9]*) metric status_code gauge 'HTTP code of the last answer.' "$code" ;; esac
    metric healthy_checks_total counter 'Checks that were healthy.' "$healthy"
    metric unhealthy_checks_total counter 'Checks that were not.' "$unhealthy"
    metric state_changes_total counter 'Changes between healthy and unhealthy.' "$changes"
    [ -z "$listen" ] || metric restarts_total counter 'Times that another program has taken the port over.' "$restarts"
    metric last_check_timestamp_seconds gauge 'When the last check was, in seconds since 1970.' "$(date +%s)"
  } >"$METRICS_FILE.part"
  mv -f "$METRICS_FILE.part" "$METRICS_FILE"
}

ask=ask_port
[ -z "${HEALTH_URL:-}" ] || ask=ask_url
healthy=0 unhealthy=0 changes=0 last_state='' last_said='' said_at=0 restarts=0 known_sockets='' listen=''
[ -z "${HEALTH_LISTEN:-}" ] || listen=$(printf %04X "$HEALTH_LISTEN")
trap exit TERM INT
while :; do
  check
  [ -z "$listen" ] || notice_restart
  write_metrics
  report
  sleep "$HEALTH_INTERVAL" &
  wait $!
done
