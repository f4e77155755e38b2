import { ApiObject, Duration, JsonPatch, Testing } from 'cdk8s';
import {
  AppContainer, Endpoint, ExistingWorkload, InitStep, LogSidecar, MetricsAdapter, MetricsExporter, PodResources, PodTimeline, SafeRollout,
  Scraping, SharedVolume, Sidecar, SidecarMode,
} from '../../src';
import { IMAGE } from '../support/workloads';
import { deployment, newApp, newObject, TEMPLATE } from './support/objects';

describe('what is in the object', () => {
  const MANIFEST = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { a: 'b' }, annotations: { c: 'd' } },
    spec: {
      paused: true,
      madeUp: { z: 1, a: [3, 1, 2] },
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' }, annotations: { note: 'x' } },
        spec: {
          unknownField: 'kept',
          terminationGracePeriodSeconds: 45,
          securityContext: { supplementalGroups: [7], seLinuxOptions: { level: 's0' } },
          initContainers: [{ name: 'one', image: IMAGE, unknown: true }, { name: 'two', image: IMAGE, restartPolicy: 'Always' }],
          containers: [
            {
              name: 'web',
              image: IMAGE,
              ports: [{ containerPort: 80 }, { containerPort: 80 }, { containerPort: 80, protocol: 'UDP', name: 'udp' }],
              env: [{ name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }, { name: 'Z', value: '$(NODE)' }, { name: 'A', value: '' }],
              envFrom: [{ configMapRef: { name: 'x' } }],
              resources: { requests: { 'cpu': '1', 'memory': '1G', 'nvidia.com/gpu': '1' }, claims: [{ name: 'gpu' }] },
              lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } },
              volumeMounts: [{ name: 'data', mountPath: '/data/', mountPropagation: 'None', subPathExpr: '$(NODE)' }],
              readinessProbe: { grpc: { port: 80 } },
            },
            { name: 'last', image: IMAGE },
          ],
          volumes: [
            { name: 'data', csi: { driver: 'x.example' } }, { name: 'unused', projected: { sources: [] } },
          ],
          topologySpreadConstraints: [{ maxSkew: 1 }],
        },
      },
    },
  };

  test('stays as it is and where it is, known or not, when nothing is added', () => {
    const chart = newApp(SidecarMode.NATIVE);
    const object = new ApiObject(chart, 'Web', MANIFEST);
    ExistingWorkload.of(object);
    expect(Testing.synth(chart)).toEqual([MANIFEST]);
  });

  test('stays as it is beside what is added', () => {
    const chart = newApp(SidecarMode.NATIVE);
    const web = ExistingWorkload.of(new ApiObject(chart, 'Web', MANIFEST));
    new InitStep(web, 'Setup', { image: IMAGE });
    new LogSidecar(web, 'Logs', { logFiles: ['/var/log/app/*.log'] });
    new AppContainer(web, 'More', { image: IMAGE, ports: [{ number: 8081 }] });
    const { template: { spec }, ...rest } = Testing.synth(chart).find(({ kind }) => kind === 'Deployment').spec;
    const { template: { spec: before }, ...restBefore } = MANIFEST.spec as any;
    expect(rest).toEqual(restBefore);
    expect(spec.initContainers.slice(0, 2)).toEqual(before.initContainers);
    expect(spec.initContainers.slice(2).map(({ name }: any) => name)).toEqual(['setup', 'logs']);
    expect(spec.containers.map(({ name }: any) => name)).toEqual(['web', 'last', 'more']);
    const { volumeMounts, ...web2 } = spec.containers[0];
    const { volumeMounts: mountsBefore, ...webBefore } = before.containers[0];
    expect(web2).toEqual(webBefore);
    expect(volumeMounts).toEqual([...mountsBefore, { name: 'logs', mountPath: '/var/log/app' }]);
    expect(spec.volumes.slice(0, 2)).toEqual(before.volumes);
    expect(spec.securityContext).toEqual({ ...before.securityContext, fsGroup: 2000 });
    expect(spec.terminationGracePeriodSeconds).toBe(45);
    expect(spec.unknownField).toBe('kept');
  });

  const collides: [string, (web: ExistingWorkload) => void, string][] = [
    ['the name of a container', (web) => new Sidecar(web, 'One', { image: IMAGE }), "container name 'one' is already taken"],
    ['a port', (web) => new Sidecar(web, 'New', { image: IMAGE, ports: [{ number: 80 }] }), "port 80/TCP of container 'new' in 'shop/Web-pod' is already taken by"],
    ['a mount path', (web) => new SharedVolume(web, 'V').mountTo(web.containers[0], '/data'), "mount path '/data' of container 'web' in 'shop/Web-pod' is already"],
    ['a variable', (web) => new Endpoint({ port: 1 }).provideTo(web.containers[0], { host: 'NODE' }), "environment variable 'NODE' of container 'web' is already set"],
    ['an annotation', (web) => {
      web.podMetadata.addAnnotation('prometheus.io/scrape', 'false');
      new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd(), scraping: Scraping.annotations() });
    }, "annotation 'prometheus.io/scrape'"],
  ];
  test.each(collides)('counts: fails when %s is taken', (_, add, message) => {
    expect(() => add(ExistingWorkload.of(new ApiObject(newApp(SidecarMode.NATIVE), 'Web', MANIFEST)))).toThrow(message);
  });

  test('counts in the figures', () => {
    const web = ExistingWorkload.of(new ApiObject(newApp(SidecarMode.NATIVE), 'Web', MANIFEST));
    new Sidecar(web, 'Beside', { image: IMAGE });
    expect(PodResources.of(web).figure('cpu').request).toBe('1050m');
    expect(PodTimeline.of(web).gracePeriod.toSeconds()).toBe(45);
    expect(() => new SafeRollout(web, 'Rollout', { drainTimes: { web: Duration.seconds(60) } })).toThrow('grace period of \'shop/Web-pod\' is 45 seconds');
  });

  test('names the app where an annotation does', () => {
    const web = ExistingWorkload.of(deployment({
      metadata: { annotations: { 'kubectl.kubernetes.io/default-container': 'second' } },
      spec: { containers: [{ name: 'first', image: IMAGE }, { name: 'second', image: IMAGE }] },
    }));
    new LogSidecar(web, 'Logs', { logFiles: ['/var/log/app/*.log'] });
    expect(web.containers.map(({ mounts }) => mounts.length)).toEqual([0, 1]);
  });
});

test('patches that come later are in the manifest', () => {
  const object = deployment();
  const web = ExistingWorkload.of(object);
  new Sidecar(web, 'Beside', { image: IMAGE });
  object.addJsonPatch(JsonPatch.replace('/spec/template/spec/containers/0/image', 'other:1'));
  expect(object.toJson().spec.template.spec).toMatchObject({ containers: [{ image: 'other:1' }], initContainers: [{ name: 'beside' }] });
});

test('lists that a template has left empty are none', () => {
  const object = deployment({
    metadata: { labels: null, annotations: null },
    spec: {
      initContainers: null,
      volumes: null,
      securityContext: null,
      containers: [{ name: 'web', image: IMAGE, ports: null, env: null, envFrom: null, volumeMounts: null, resources: null, securityContext: null }],
    },
  });
  new LogSidecar(ExistingWorkload.of(object), 'Logs', { logFiles: ['/var/log/app/*.log'] });
  expect(object.toJson().spec.template.spec).toMatchObject({ initContainers: [{ name: 'logs' }], containers: [{ volumeMounts: [{ name: 'logs' }] }] });
});

test('claims of a StatefulSet are volumes that are there', () => {
  const object = newObject({
    kind: 'StatefulSet',
    spec: {
      selector: { matchLabels: { app: 'web' } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }],
      template: { ...TEMPLATE, spec: { containers: [{ name: 'web', image: IMAGE, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] } },
    },
  });
  const web = ExistingWorkload.of(object);
  new LogSidecar(web, 'Logs', { logFiles: ['/data/*.log'] });
  const { spec } = object.toJson().spec.template;
  expect(spec.initContainers[0].volumeMounts).toContainEqual({ name: 'data', mountPath: '/data', readOnly: true });
  expect(spec.volumes.map(({ name }: any) => name)).not.toContain('data');
});
