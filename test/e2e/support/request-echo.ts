/** Sends a request back as it came, without its body; a WebSocket's bytes too; and for /stream a line each second. */
const ECHO = `request= upgrade= stream=
while read -r line; do
  line=\${line%"$(printf '\\r')"}
  [ -n "$line" ] || break
  request="$request$line
"
  case $line in
    [Uu]pgrade:*) upgrade=yes ;;
    'GET /stream '*) stream=yes ;;
  esac
done
if [ "$upgrade" ]; then
  printf 'HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n'
  exec cat
fi
printf 'HTTP/1.1 200 OK\\r\\nContent-Type: text/plain\\r\\nX-Accel-Buffering: no\\r\\nConnection: close\\r\\n\\r\\n'
if [ "$stream" ]; then
  for i in $(seq 60); do
    echo "line $i" || exit
    sleep 1
  done
else
  printf '%s' "$request"
fi
`;

/** Puts an app that returns its requests into a container, in place of the one that is there. */
export function requestEcho(container: any): void {
  container.image = 'busybox:1.36.1';
  container.command = ['sh', '-c', 'exec nc -lk -p 8080 -e sh -c "$ECHO"'];
  delete container.args;
  container.env = [{ name: 'ECHO', value: ECHO }];
}
