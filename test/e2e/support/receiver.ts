import { Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { BUSYBOX, TINY } from './logging-pod';
import { Namespace } from './namespace';
import { AppContainer, SecurityBaseline, SharedVolume, VolumeSource } from '../../../src';

const CONFIG = `receivers:
  otlp:
    protocols:
      grpc: { endpoint: 0.0.0.0:4317 }
      http: { endpoint: 0.0.0.0:4318 }
exporters:
  file: { path: /received/logs.json }
service:
  pipelines:
    logs: { receivers: [otlp], exporters: [file] }
`;

/** Takes logs by OTLP at http://receiver:4317 (gRPC) and http://receiver:4318 (HTTP), and keeps them in a file. */
export class Receiver extends Chart {
  constructor(scope: Construct) {
    super(scope, 'receiver', { disableResourceNameHashes: true });
    const pod = new kplus.Pod(this, 'Pod', { metadata: { name: 'receiver' } });
    const volume = new SharedVolume(pod, 'Received', { source: VolumeSource.emptyDir({ sizeLimit: Size.mebibytes(200) }) });
    const config = new kplus.ConfigMap(this, 'Config', { data: { 'config.yaml': CONFIG } });
    new AppContainer(pod, 'Collector', {
      image: 'otel/opentelemetry-collector-contrib:0.159.0',
      args: ['--config=/etc/otelcol/config.yaml'],
      ports: [{ number: 4317, name: 'grpc' }, { number: 4318, name: 'http' }],
      volumeMounts: [
        { path: '/etc/otelcol', volume: kplus.Volume.fromConfigMap(this, 'ConfigVolume', config), readOnly: true },
        { path: '/received', volume: volume.volume },
      ],
      readiness: kplus.Probe.fromTcpSocket({ port: 4317 }),
      resources: { ...TINY, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) } },
      security: SecurityBaseline.restricted({ user: 10001 }),
    });
    new AppContainer(pod, 'Reader', {
      image: BUSYBOX,
      command: ['sleep', '86400'],
      volumeMounts: [{ path: '/received', volume: volume.volume, readOnly: true }],
      resources: TINY,
      security: SecurityBaseline.restricted({ user: 10001 }),
    });
    new kplus.Service(this, 'Service', {
      metadata: { name: 'receiver' },
      selector: pod,
      ports: [{ port: 4317, name: 'grpc' }, { port: 4318, name: 'http' }],
    });
  }
}

/** What the receiver got so far that matches an extended regular expression, one match per line. */
export async function received(namespace: Namespace, pattern: string): Promise<string> {
  return (await namespace.exec('receiver', 'reader', `grep -oE '${pattern}' /received/logs.json || true`)).toString();
}
