import { Chart } from 'cdk8s';
import { Pod } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, InitStep, SharedVolume } from '../../src';

/** An init step leaves a file on a volume, and the app reads it. */
export class InitDemo extends Chart {
  constructor(scope: Construct) {
    super(scope, 'init-demo', { disableResourceNameHashes: true });

    const pod = new Pod(this, 'Pod', { metadata: { name: 'init-demo' } });
    const workdir = new SharedVolume(pod, 'Workdir');
    new InitStep(pod, 'InitSetup', {
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [SETUP],
      volumeMounts: [{ path: '/work-dir', volume: workdir.volume }],
    });
    new AppContainer(pod, 'MainApp', {
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [RUN],
      volumeMounts: [{ path: '/work-dir', volume: workdir.volume }],
    });
  }
}

const SETUP = `echo 'Setting up'
echo 'Configuration from the init container' > /work-dir/config.txt
echo 'Setup complete'
`;

const RUN = `trap exit TERM
cat /work-dir/config.txt || exit 1
while true; do sleep 3600 & wait $!; done
`;
