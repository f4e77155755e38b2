import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ImageTable } from '../pod/image-table';
import { SidecarMode } from '../pod/sidecar-mode';
import { addContainer } from '../private/pod-editor';
import { scripts } from '../private/scripts';

/**
 * A sidecar behind the Collector, which is told to stop after the app and lets the Collector be told only when its queues
 * are empty. The Collector itself would stop with what is in them, and its image has no shell to wait in.
 */
export function drainBefore(collector: Construct, name: string, metricsPort: number): void {
  const owner = new Construct(collector, 'Drain');
  addContainer(owner, 'sidecar', {
    name: `${name}-drain`,
    image: ImageTable._for(owner)._image('busybox'),
    role: 'script',
    command: ['sh', '/scripts/drain.sh'],
    env: { METRICS_URL: kplus.EnvValue.fromValue(`http://127.0.0.1:${metricsPort}/metrics`) },
    configFiles: { path: '/scripts', data: scripts('telemetry', 'drain.sh') },
  }, SidecarMode.NATIVE);
}
