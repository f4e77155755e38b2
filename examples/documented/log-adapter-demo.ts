import { Chart } from 'cdk8s';
import { Pod } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AdapterInput, AdapterOutput, AppContainer, LogAdapter, SharedVolume } from '../../src';

/** An old format of pairs becomes one JSON object per line. */
export class LogAdapterDemo extends Chart {
  constructor(scope: Construct) {
    super(scope, 'log-adapter-demo', { disableResourceNameHashes: true });

    const pod = new Pod(this, 'Pod', { metadata: { name: 'log-adapter-demo' } });
    const logs = new SharedVolume(pod, 'Logs');
    new AppContainer(pod, 'App', {
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [LOG_PAIRS],
      volumeMounts: [{ path: '/logs', volume: logs.volume }],
    });
    new LogAdapter(pod, 'LogAdapter', {
      logFiles: ['/logs/app.log'],
      input: AdapterInput.keyValue({ delimiter: '|' }),
      output: AdapterOutput.json({
        fields: { timestamp: '{TIMESTAMP}', level: '{LEVEL}', module: '{MODULE}', user: '{USER}', action: '{ACTION}' },
        numbers: ['timestamp', 'user'],
      }),
    });
  }
}

const LOG_PAIRS = `trap exit TERM
i=0
while true; do
  i=$((i + 1))
  echo "TIMESTAMP=$(date +%s)|LEVEL=INFO|MODULE=auth|USER=$i|ACTION=said \\"a=b\\"" | tee -a /logs/app.log
  sleep 3 & wait $!
done
`;
