import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { SidecarLoggedApp, WorkloadKind } from '../../src';

/** An app that logs to a file, and a sidecar that streams the file to its own stdout. */
export class SidecarPod extends Chart {
  constructor(scope: Construct) {
    super(scope, 'sidecar-pod', { disableResourceNameHashes: true });

    new SidecarLoggedApp(this, 'App', {
      workload: WorkloadKind.pod({ metadata: { name: 'sidecar-pod', labels: { app: 'sidecar-demo' } } }),
      containerName: 'main-container',
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [COUNT_TO_FILE],
      logFiles: ['/var/log/app.log'],
      logVolume: { volumeName: 'shared-logs' },
      logSidecar: { containerName: 'sidecar-container' },
    });
  }
}

const COUNT_TO_FILE = `trap exit TERM
i=0
while true; do
  echo "$(date): entry $i" >> /var/log/app.log
  i=$((i + 1))
  sleep 5 & wait $!
done
`;
