import { Chart } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  AccessLog, AppContainer, IInjectable, LogSidecar, MetricsAdapter, MetricsExporter, ReverseProxy, ReverseProxyProgram, SharedVolume,
  SidecarInjection, WorkloadSelector,
} from '../../src';

/** An app that says by an annotation that it wants sidecars, and the call that adds them to every workload that does. */
export class AutoInjectedDemo extends Chart {
  constructor(scope: Construct) {
    super(scope, 'auto-injected-demo', { disableResourceNameHashes: true });

    new SidecarInjection(this, 'Injected', { into: WANTED, patterns: SIDECARS });

    const deployment = new Deployment(this, 'App', {
      replicas: 1,
      metadata: { name: 'auto-injected-demo' },
      podMetadata: {
        labels: { app: 'auto-inject-demo' },
        annotations: {
          'sidecar.istio.io/inject': 'true',
          'sidecar.istio.io/proxyCPU': '100m',
          'sidecar.istio.io/proxyMemory': '128Mi',
          'cdk8s-pod-patterns/envoy.cpu': '100m',
          'cdk8s-pod-patterns/envoy.memory': '128Mi',
        },
      },
    });
    new AppContainer(deployment, 'App', {
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=App with auto-injected sidecars', '-listen=:8080'],
      ports: [{ number: 8080 }],
    });
  }
}

export const WANTED = WorkloadSelector.annotations({ 'sidecar.istio.io/inject': 'true' });

/** Envoy in front of the app, a log sidecar that shows what Envoy has forwarded, and an exporter for StatsD. */
export const SIDECARS: IInjectable[] = [
  {
    patternId: 'Envoy',
    addTo: (workload, id) => new ReverseProxy(workload, id, {
      port: 15001,
      appPort: 8080,
      serviceElsewhere: true,
      program: ReverseProxyProgram.envoy({
        metrics: { port: 15000 },
        accessLog: AccessLog.file(new SharedVolume(workload, 'AccessLog')),
      }),
    }),
  },
  {
    patternId: 'LogShipper',
    addTo: (workload, id) => new LogSidecar(workload, id, {
      container: (workload.node.findChild('Envoy') as ReverseProxy).container,
      logFiles: ['/var/log/proxy/*.log'],
    }),
  },
  {
    patternId: 'StatsdExporter',
    addTo: (workload, id) => new MetricsAdapter(workload, id, { exporter: MetricsExporter.statsd() }),
  },
];
