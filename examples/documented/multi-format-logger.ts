import { Chart } from 'cdk8s';
import { Pod } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AdapterInput, AdapterOutput, LogAdapter, LogSidecar, SharedVolume, AppContainer } from '../../src';

/** JSON records are rewritten to text by one sidecar and shown by another one. */
export class MultiFormatLogger extends Chart {
  constructor(scope: Construct) {
    super(scope, 'multi-format-logger', { disableResourceNameHashes: true });

    const pod = new Pod(this, 'Pod', { metadata: { name: 'multi-format-logger' } });
    const logs = new SharedVolume(pod, 'Logs');
    new AppContainer(pod, 'JsonApp', {
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [LOG_JSON],
      volumeMounts: [{ path: '/logs', volume: logs.volume }],
    });
    const formatter = new LogAdapter(pod, 'LogFormatter', {
      logFiles: ['/logs/app.json'],
      input: AdapterInput.json(),
      output: AdapterOutput.text('[{timestamp}] {level} - {message}'),
      outputFile: '/logs/formatted.log',
    });
    new LogSidecar(pod, 'LogMonitor', { logFiles: ['/logs/formatted.log'], container: formatter.container });
  }
}

// The file is bounded too: beyond a mebibyte it starts anew.
const LOG_JSON = `trap exit TERM
i=0
while true; do
  i=$((i + 1))
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  printf '{"timestamp":"%s","level":"INFO","message":"Processing request","request_id":"%s"}\\n' "$now" "$i" | tee -a /logs/app.json
  [ "$(wc -c < /logs/app.json)" -lt 1048576 ] || mv /logs/app.json /logs/app.json.1
  sleep 3 & wait $!
done
`;
