import { Chart } from 'cdk8s';
import { Pod, RestartPolicy } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, InitStep, SharedVolume } from '../../src';

/** An init step that fails twice: Kubernetes starts it again, and what it has left on the volume is still there. */
export class InitRetryDemo extends Chart {
  constructor(scope: Construct) {
    super(scope, 'init-retry-demo', { disableResourceNameHashes: true });

    const pod = new Pod(this, 'Pod', { metadata: { name: 'init-retry-demo' }, restartPolicy: RestartPolicy.ON_FAILURE });
    const data = new SharedVolume(pod, 'Data');
    new InitStep(pod, 'FlakyInit', {
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [FAIL_TWICE],
      volumeMounts: [{ path: '/data', volume: data.volume }],
    });
    new AppContainer(pod, 'Main', {
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [RUN],
    });
  }
}

const FAIL_TWICE = `tries=$(cat /data/tries 2>/dev/null)
tries=$((tries + 1))
echo "$tries" > /data/tries
echo "Try $tries"
if [ "$tries" -lt 3 ]; then
  echo 'Failed'
  exit 1
fi
echo 'Succeeded'
`;

const RUN = "echo 'Main container started'; trap exit TERM; sleep 3600 & wait";
