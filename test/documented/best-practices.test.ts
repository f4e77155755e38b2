import { Testing } from 'cdk8s';
import { MODES } from './support/manifests';
import { ConfigFile, ConfigWriter, MetricsAdapter, MetricsExporter, SidecarLoggedApp, SidecarMode, WaitFor, WaitTarget } from '../../src';
import { RULES } from '../../src/lint/rules';
import { findingsOf } from '../lint/support/findings';
import { containerOf, newChart, podSpecOf } from '../support/workloads';

/*
 * What the document of sidecar-best-practices ticks off, and its bad example lacks: nobody who uses this library has to ask for it.
 */
describe.each(MODES)('with no property but what an app cannot do without, and %s sidecars', (mode) => {
  const chart = newChart();
  SidecarMode[mode === 'classic' ? 'CLASSIC' : 'NATIVE'].applyTo(chart);
  const { workload, container } = new SidecarLoggedApp(chart, 'Web', { image: 'ghcr.io/acme/web:1.4.2', port: 8080, logFiles: ['/var/log/app/*.log'] });
  new MetricsAdapter(workload, 'Metrics', { exporter: MetricsExporter.statsd() });
  new WaitFor(workload, 'WaitFor', { targets: [WaitTarget.tcp({ host: 'queue', port: 5672 })] });
  new ConfigWriter(workload, 'Config', { files: [ConfigFile.text('app.conf', 'log_level=info')] }).mountTo(container, '/config');
  const pod = podSpecOf(chart);
  const inits = pod.initContainers.filter(({ restartPolicy }: any) => !restartPolicy);
  const running = [...pod.containers, ...pod.initContainers].filter((one) => !inits.includes(one));
  const sidecars = running.filter(({ name }) => name !== 'app');
  const all = [...running, ...inits];
  const each = (containers: any[], expected: object) => expect(containers).toEqual(containers.map(() => expect.objectContaining(expected)));

  test('resources: every container has requests and limits, and a sidecar less than the app', () => {
    const amounts = { cpu: expect.stringMatching(/^\d+m$/), memory: expect.stringMatching(/^\d+Mi$/) };
    each(all, { resources: { requests: expect.objectContaining(amounts), limits: expect.objectContaining(amounts) } });
    const memory = ({ resources }: any) => parseInt(resources.requests.memory, 10);
    expect(sidecars.filter((sidecar) => memory(sidecar) >= memory(pod.containers[0]))).toEqual([]);
  });

  test('health checks: the app is ready when its port takes connections, and a sidecar that hangs is restarted', () => {
    expect(containerOf(pod, 'app').readinessProbe).toMatchObject({ tcpSocket: { port: 8080 } });
    expect(containerOf(pod, 'logs').livenessProbe).toMatchObject({ exec: { command: expect.arrayContaining(['/scripts/alive.sh']) } });
    expect(containerOf(pod, 'metrics').livenessProbe).toMatchObject({ httpGet: { port: 9102 } });
  });

  test('one job for each sidecar: logs and metrics are two containers', () => {
    expect(sidecars.map(({ name }) => name)).toEqual(['logs', 'metrics']);
  });

  test('shared data: through a volume with a size limit, which the sidecar only reads', () => {
    const mounts = (name: string) => containerOf(pod, name).volumeMounts.find((one: any) => one.name === 'logs');
    expect(pod.volumes.find(({ name }: any) => name === 'logs')).toEqual({ name: 'logs', emptyDir: { sizeLimit: '200Mi' } });
    expect(mounts('app')).toEqual({ name: 'logs', mountPath: '/var/log/app' });
    expect(mounts('logs')).toEqual({ name: 'logs', mountPath: '/var/log/app', readOnly: true });
    expect(pod.volumes.filter(({ emptyDir }: any) => emptyDir && !emptyDir.sizeLimit)).toEqual([]);
  });

  test('security: no container runs as root, writes to its root file system or has capabilities', () => {
    const restricted = {
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      privileged: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    };
    each(all, { securityContext: expect.objectContaining(restricted) });
    expect(all.filter(({ securityContext }) => !(securityContext.runAsUser > 0))).toEqual([]);
    expect(pod).toMatchObject({ securityContext: { fsGroup: 2000 }, automountServiceAccountToken: false });
  });

  test('work that ends is done by init containers, in their order, before the app starts', () => {
    expect(inits.map(({ name }: any) => name)).toEqual(['wait-for', 'config']);
  });

  test('images have a version', () => {
    expect(all.filter(({ image }) => !/:v?\d/.test(image))).toEqual([]);
  });

  test('logs: a file that appears later is followed', () => {
    expect(containerOf(pod, 'logs')).toMatchObject({ command: ['sh', '/scripts/follow.sh'], args: ['/var/log/app/*.log'] });
  });

  test('the linter finds nothing', () => {
    const regular = RULES.filter(({ persona }) => persona === 'regular');
    expect(findingsOf(regular, Testing.synth(chart).map((object) => JSON.stringify(object)))).toEqual([]);
  });
});
