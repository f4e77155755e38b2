import { Chart, Duration, Size } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { LogShipper, SidecarLoggedApp, VolumeSource, WorkloadKind } from '../../src';

/** A log stream with a prefix, and a readiness probe on the log sidecar. */
export class AppWithLogShipper extends Chart {
  constructor(scope: Construct) {
    super(scope, 'app-with-log-shipper', { disableResourceNameHashes: true });

    new SidecarLoggedApp(this, 'App', {
      workload: WorkloadKind.pod({ metadata: { name: 'app-with-log-shipper' } }),
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [LOG],
      logFiles: ['/var/log/app/application.log'],
      logVolume: { source: VolumeSource.emptyDir({ sizeLimit: Size.mebibytes(200) }) },
      shipper: LogShipper.stream({ prefix: '[SHIPPED] ' }),
      logSidecar: {
        containerName: 'log-shipper',
        readiness: Probe.fromCommand(['sh', '-c', 'test -f /var/log/app/application.log || test -d /var/log/app'], {
          initialDelaySeconds: Duration.seconds(2),
          periodSeconds: Duration.seconds(5),
        }),
      },
    });
  }
}

const LOG = `trap exit TERM
i=0
while true; do
  i=$((i + 1))
  echo "$(date) [INFO] Application log entry $i" >> /var/log/app/application.log
  sleep 2 & wait $!
done
`;
