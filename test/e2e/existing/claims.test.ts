import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  SharedVolume, SidecarLoggedApp, SidecarMode, TelemetryCollector, TelemetryExporter, TelemetryReceiver, VolumeSource, WorkloadKind,
} from '../../../src';
import { behaviour } from '../support/behaviour';
import { Client, curl } from '../support/client';
import { appIn } from '../support/examples';
import { kubectl } from '../support/kubectl';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { isReady, Namespace } from '../support/namespace';

/** Volumes of the node, for claims of one namespace: a cluster may have no provisioner. */
async function provide(namespace: Namespace, count: number): Promise<string> {
  const storageClassName = namespace.name;
  await namespace.apply(Array.from({ length: count }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `${namespace.name}-${index}` },
    spec: {
      storageClassName,
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Delete',
      hostPath: { path: `/tmp/${namespace.name}-${index}`, type: 'DirectoryOrCreate' },
    },
  })));
  return storageClassName;
}

/** Volumes of the node belong to root, and no fsGroup is applied to them. */
async function open(namespace: Namespace, claims: string[]): Promise<void> {
  await namespace.apply([{
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'opener' },
    spec: {
      restartPolicy: 'Never',
      containers: [{
        name: 'open',
        image: BUSYBOX,
        command: ['chmod', '777', ...claims.map((claim) => `/${claim}`)],
        volumeMounts: claims.map((claim) => ({ name: claim, mountPath: `/${claim}` })),
        resources: { requests: { cpu: '5m', memory: '8Mi' } },
      }],
      volumes: claims.map((claim) => ({ name: claim, persistentVolumeClaim: { claimName: claim } })),
    },
  }]);
}

behaviour('a claim per pod has the data and the log of two pods of a StatefulSet without a port, after both were replaced', async (namespace) => {
  const storageClass = await provide(namespace, 4);
  try {
    const chart = chartIn('native', 'ledger');
    const source = VolumeSource.claimPerPod({ size: Size.mebibytes(10), storageClass });
    const script = 'until echo "start of $HOSTNAME" >> /data/starts && echo "logged by $HOSTNAME" >> /logs/app.log; do sleep 1; done; sleep 86400 & wait';
    const ledger = new SidecarLoggedApp(chart, 'Ledger', {
      image: BUSYBOX,
      command: ['sh', '-c', `trap exit TERM; ${script}`],
      workload: WorkloadKind.statefulSet({ metadata: { name: 'ledger' }, replicas: 2 }),
      logFiles: ['/logs/app.log'],
      logVolume: { source },
      resources: TINY,
    });
    new SharedVolume(ledger.workload, 'Data', { source }).mountTo(ledger.container, '/data');
    await namespace.apply(chart);
    const pods = ['ledger-0', 'ledger-1'];
    await namespace.until('both pods run', async () => (await namespace.pods()).filter(isReady).length === 2);
    await open(namespace, pods.flatMap((pod) => [`data-${pod}`, `logs-${pod}`]));
    const starts = (pod: string, count: number) => namespace.until(`${pod} has started ${count} times`, async () => {
      const text = (await namespace.exec(pod, 'app', 'cat /data/starts')).toString();
      return text === `start of ${pod}\n`.repeat(count) && text;
    });
    for (const pod of pods) {
      await starts(pod, 1);
    }
    await kubectl(['delete', 'pod', ...pods, '-n', namespace.name]);
    await namespace.until('both pods are back', async () => (await namespace.pods()).filter(isReady).length === 2);
    for (const pod of pods) {
      await starts(pod, 2);
      await namespace.logged(pod, 'logs', 'both lines', (log) => log === `logged by ${pod}\n`.repeat(2));
    }
    return 'each pod found its own data, and its log sidecar both lines';
  } finally {
    await kubectl(['delete', 'persistentvolume', '--wait=false', ...[0, 1, 2, 3].map((index) => `${namespace.name}-${index}`)]);
  }
}, 'privileged');

behaviour('a collector alone in its pod takes spans of other pods by its Service', async (namespace) => {
  const chart = chartIn('native', 'gateway');
  const gateway = new kplus.Deployment(chart, 'Gateway', { replicas: 1, metadata: { name: 'gateway' } });
  new TelemetryCollector(gateway, 'Collector', {
    sidecarMode: SidecarMode.STANDALONE,
    receivers: [TelemetryReceiver.otlp({ exposed: true })],
    exporters: [TelemetryExporter.debug()],
  });
  gateway.exposeViaService({ name: 'telemetry', ports: [{ name: 'http', port: 4318 }] });
  await namespace.apply(chart);
  await Client.start(namespace, appIn('native'));
  const span = { traceId: '0'.repeat(31) + '1', spanId: '0'.repeat(15) + '1', name: 'asked', kind: 1, startTimeUnixNano: '1', endTimeUnixNano: '2' };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const post = `--fail --header 'Content-Type: application/json' --data '${body}' http://telemetry:4318/v1/traces`;
  await namespace.until('the gateway answers', async () => (await curl(namespace, post)).includes('partialSuccess'));
  const [{ metadata: { name }, ...pod }] = (await namespace.pods()).filter((one) => one.metadata.name.startsWith('gateway'));
  await namespace.logged(name, 'collector', 'the span', (log) => /spans"?: ?1/.test(log));
  expect(pod.status.initContainerStatuses).toBeUndefined();
  return 'one container, one span by http://telemetry:4318';
});
