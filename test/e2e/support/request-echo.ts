import { Namespace } from './namespace';

/** Containers can write there whatever their root is. */
const STREAM_END = '/dev/shm/end';

/** Sends a request back as it came, without its body; a WebSocket's bytes too; for /stream a line each second, see `endStreams`. */
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
  i=0
  until [ $i -ge 60 ] && [ -e ${STREAM_END} ]; do
    i=$((i + 1))
    echo "line $i" || exit
    sleep 1
  done
  echo end
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

/** Lets streams end, those that are under way too, after a minute at least. */
export async function endStreams(namespace: Namespace, pod: string, container: string): Promise<void> {
  await namespace.exec(pod, container, `touch ${STREAM_END}`);
}
