import { createHash } from 'node:crypto';
import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, ConfigFile, ConfigWriter, RetriedStep, SecurityBaseline, SharedVolume } from '../../../src';
import { behaviour } from '../support/behaviour';
import { appIn } from '../support/examples';
import { BUSYBOX, TINY } from '../support/logging-pod';
import { restarts } from '../support/namespace';

const PASSWORD = 'it\'s "a" $(HOME) \\ % @ / {{POD}} ü$';
const TEXT = 'hello from the server\n';

behaviour('a configuration has its values as they are, is complete when the app starts, and the app cannot write it', async (namespace) => {
  const chart = new Chart(appIn(), 'web', { disableResourceNameHashes: true });
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  const secret = kplus.Secret.fromSecretName(chart, 'Db', 'db');
  const config = new ConfigWriter(pod, 'Config', {
    files: [
      ConfigFile.template('conf.d/app.yaml', 'raw: {{PASSWORD}}\npassword: {{PASSWORD|json}}\npod: {{POD}}\n'),
      ConfigFile.fromImage('hosts', 'debian:bookworm', '/etc/debian_version'),
      ConfigFile.fetched('fetched.txt', 'http://api:5678/', { sha256: createHash('sha256').update(TEXT).digest('hex') }),
    ],
    values: {
      PASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }),
      POD: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME),
    },
    resources: TINY,
  });
  const app = new AppContainer(pod, 'App', {
    image: BUSYBOX,
    command: ['sh', '-c', 'trap exit TERM; ls /etc/web; sleep 3600 & wait'],
    resources: TINY,
    security: SecurityBaseline.restricted({ user: 1234 }),
  });
  config.mountTo(app.container, '/etc/web');
  const resources = { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '200m', memory: '64Mi' } };
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    runAsUser: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  };
  await namespace.apply([
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: { password: PASSWORD } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'api', labels: { server: 'api' } },
      spec: { containers: [{ name: 'api', image: 'hashicorp/http-echo:1.0.0', args: [`-text=${TEXT.trim()}`], resources, securityContext }] },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' }, spec: { selector: { server: 'api' }, ports: [{ port: 5678 }] } },
  ]);
  await namespace.ready('api');
  await namespace.apply(chart);
  await namespace.ready('web');
  expect((await namespace.exec('web', 'app', 'cat /etc/web/conf.d/app.yaml')).toString())
    .toBe(`raw: ${PASSWORD}\npassword: ${JSON.stringify(PASSWORD)}\npod: web\n`);
  expect((await namespace.exec('web', 'app', 'cat /etc/web/fetched.txt')).toString()).toBe(TEXT);
  expect((await namespace.exec('web', 'app', 'cat /etc/web/hosts')).toString()).toMatch(/^12/);
  const denied = (await namespace.exec('web', 'app', 'touch /etc/web/new 2>&1 || true')).toString();
  expect(denied).toContain('Read-only file system');
  const listed = (await namespace.exec('web', 'app', 'ls -lan /etc/web')).toString();
  expect(listed).toMatch(/^-rw-r----- +1 1000 +2000 .* fetched\.txt$/m);
  return `${listed.split('\n').filter((line) => line.startsWith('-')).join('; ')}; writing: ${denied.trim()}`;
});

behaviour('in a pod that never restarts, a step that fails twice is tried again inside its container', async (namespace) => {
  const chart = new Chart(appIn(), 'job', { disableResourceNameHashes: true });
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'job' }, restartPolicy: kplus.RestartPolicy.NEVER });
  const data = new SharedVolume(pod, 'Data');
  new RetriedStep(pod, 'Flaky', {
    image: BUSYBOX,
    command: ['sh', '-c', 'echo x >> /data/tries; [ "$(wc -l < /data/tries)" -ge 3 ]'],
    volumeMounts: [{ path: '/data', volume: data.volume }],
    pause: Duration.millis(500),
    resources: TINY,
  });
  new AppContainer(pod, 'App', { image: BUSYBOX, command: ['sh', '-c', 'trap exit TERM; sleep 3600 & wait'], resources: TINY });
  await namespace.apply(chart);
  const ready = await namespace.ready('job');
  expect(restarts(ready)).toBe(0);
  const log = (await namespace.logs('job', 'flaky')).toString();
  expect(log).toMatch(/^try 1 of 5 failed with exit code 1: next in 0\.\d+ s\ntry 2 of 5 failed with exit code 1: next in \d\.\d+ s\n$/);
  const { status } = await namespace.read('pods/job');
  expect(status.initContainerStatuses[0].state.terminated.exitCode).toBe(0);
  return log.trim().split('\n').join('; ');
});
