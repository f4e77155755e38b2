import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, Pod } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, ResourceMonitor } from '../../src';

/** An app that takes all the CPU it can get, and a sidecar that says so and warns. */
export class ResourceMonitorDemo extends Chart {
  constructor(scope: Construct) {
    super(scope, 'resource-monitor-demo', { disableResourceNameHashes: true });

    const pod = new Pod(this, 'Pod', { metadata: { name: 'resource-monitor-demo' } });
    new AppContainer(pod, 'App', {
      image: 'polinux/stress:1.0.4',
      command: ['stress'],
      args: ['--cpu', '1', '--vm', '1', '--vm-bytes', '128M'],
      resources: {
        cpu: { request: Cpu.millis(250), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(256), limit: Size.mebibytes(512) },
      },
    });
    new ResourceMonitor(pod, 'ResourceMonitor', { interval: Duration.seconds(10) });
  }
}
