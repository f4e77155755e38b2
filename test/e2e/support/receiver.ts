import { Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { lines } from './lines';
import { BUSYBOX, TINY } from './logging-pod';
import { Namespace } from './namespace';
import { AppContainer, SecurityBaseline, SharedVolume, VolumeSource } from '../../../src';

const CONFIG = `receivers:
  otlp:
    protocols:
      grpc: { endpoint: 0.0.0.0:4317 }
      http: { endpoint: 0.0.0.0:4318 }
exporters:
  file/traces: { path: /received/traces.json }
  file/metrics: { path: /received/metrics.json }
  file/logs: { path: /received/logs.json }
service:
  pipelines:
    traces: { receivers: [otlp], exporters: [file/traces] }
    metrics: { receivers: [otlp], exporters: [file/metrics] }
    logs: { receivers: [otlp], exporters: [file/logs] }
`;

/** Takes OTLP at http://receiver:4317 (gRPC) and http://receiver:4318 (HTTP), and keeps each kind of telemetry in a file. */
export class Receiver extends Chart {
  /** @param service the name that it is reached by */
  constructor(scope: Construct, service = 'receiver') {
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
      metadata: { name: service },
      selector: pod,
      ports: [{ port: 4317, name: 'grpc' }, { port: 4318, name: 'http' }],
    });
  }
}

/** What the receiver got so far that matches an extended regular expression, one match per line. */
export async function received(namespace: Namespace, pattern: string, kind: 'traces' | 'metrics' | 'logs' = 'logs'): Promise<string> {
  return (await namespace.exec('receiver', 'reader', `grep -oE '${pattern}' /received/${kind}.json || true`)).toString();
}

const toObject = (attributes: any[] = []) => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const ITEMS = { traces: ['scopeSpans', 'spans'], metrics: ['scopeMetrics', 'metrics'], logs: ['scopeLogs', 'logRecords'] };

/** Spans, metrics or log records that arrived so far, each with its attributes and those of its resource. */
export async function arrived(namespace: Namespace, kind: 'traces' | 'metrics' | 'logs'): Promise<any[]> {
  const [scopes, items] = ITEMS[kind];
  return (await batches(namespace, kind)).flatMap(({ resource, [scopes]: all }) => all.flatMap((scope: any) => scope[items].map((item: any) => ({
    ...item, resource: toObject(resource.attributes), attributes: toObject(item.attributes),
  }))));
}

/** The attributes of every resource that telemetry came from so far. */
export async function receivedResources(namespace: Namespace, kind: 'traces' | 'metrics' | 'logs'): Promise<Record<string, string>[]> {
  return (await batches(namespace, kind)).map(({ resource }) => toObject(resource.attributes));
}

async function batches(namespace: Namespace, kind: 'traces' | 'metrics' | 'logs'): Promise<any[]> {
  const text = (await namespace.exec('receiver', 'reader', `cat /received/${kind}.json`)).toString();
  return lines(text).flatMap((line) => Object.values<any[]>(JSON.parse(line))[0]);
}
