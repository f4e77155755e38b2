import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { LogFilter, LogShipper, PublicValues, SidecarLoggedApp, WorkloadKind } from '../../src';

/** A log stream that keeps passwords and tokens out of its output. */
export class LogFilterDemo extends Chart {
  constructor(scope: Construct) {
    super(scope, 'log-filter-demo', { disableResourceNameHashes: true });

    PublicValues.of([LOG_SECRETS]).applyTo(this); // what it logs are no real secrets
    new SidecarLoggedApp(this, 'App', {
      workload: WorkloadKind.pod({ metadata: { name: 'log-filter-demo' } }),
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [LOG_SECRETS],
      logFiles: ['/logs/*.log'],
      shipper: LogShipper.stream({ prefix: '[FILTERED] ', filters: [LogFilter.redact()] }),
      logSidecar: { containerName: 'log-filter' },
    });
  }
}

const LOG_SECRETS = `trap exit TERM
i=0
while true; do
  i=$((i + 1))
  {
    echo "User login: username=user$i password=secret$i"
    echo "API call: endpoint=/api/data token=abc123xyz$i"
    echo "Login by form: password=\\"two words $i\\" result=ok"
    echo "{\\"user\\":\\"user$i\\",\\"password\\":\\"quo\\\\\\"ted$i\\"}"
  } >> /logs/app.log
  sleep 3 & wait $!
done
`;
