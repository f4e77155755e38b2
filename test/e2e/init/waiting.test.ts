import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, Database, SharedVolume, Sidecar, WaitFor, WaitForProps, WaitTarget } from '../../../src';
import { behaviour } from '../support/behaviour';
import { appIn } from '../support/examples';
import { BUSYBOX, TINY } from '../support/logging-pod';

const PASSWORD = 'it\'s "a" $(HOME) \\ % @ / ü$';

/** A pod 'web' whose app prints `started` when the targets have answered. */
function waitingPod(toProps: (pod: kplus.Pod, chart: Chart) => WaitForProps): Chart {
  const chart = new Chart(appIn(), 'web', { disableResourceNameHashes: true });
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  new WaitFor(pod, 'Needs', { resources: TINY, ...toProps(pod, chart) });
  new AppContainer(pod, 'App', { image: BUSYBOX, command: ['sh', '-c', 'trap exit TERM; echo started; sleep 3600 & wait'], resources: TINY });
  return chart;
}

function server(name: string, image: string, port: number, options: { env?: object[]; args?: string[]; command?: string[] }): object[] {
  const resources = { requests: { cpu: '20m', memory: '64Mi' }, limits: { cpu: '1', memory: '512Mi' } };
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { server: name } },
      spec: { terminationGracePeriodSeconds: 1, containers: [{ name, image, resources, ports: [{ containerPort: port }], ...options }] },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { server: name }, ports: [{ port }] } },
  ];
}

const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: { password: PASSWORD } };
const passwordFor = (name: string) => ({ name, valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } });

behaviour('a wait whose targets never come says which did not answer within its timeout', async (namespace) => {
  await namespace.apply(waitingPod(() => ({
    timeout: Duration.seconds(10),
    targets: [
      WaitTarget.tcp({ host: 'kubernetes.default', port: 443 }),
      WaitTarget.tcp({ host: 'nowhere', port: 80 }),
      WaitTarget.dns('kubernetes.default.svc'),
      WaitTarget.dns('nosuch.default'),
    ],
  })));
  const log = await namespace.logged('web', 'needs', 'both targets that failed', (text) => text.match(/did not answer/g)?.length === 2);
  expect(log).toMatch(/^tcp kubernetes\.default:443 answered after \d+ s$/m);
  expect(log).toMatch(/^dns kubernetes\.default\.svc answered after \d+ s$/m);
  expect(log).toMatch(/^tcp nowhere:80 did not answer for \d\d s, last error: .*bad address/m);
  expect(log).toMatch(/^dns nosuch\.default did not answer for \d\d s, last error: .*bad address/m);
  expect(log.match(/^waiting for (tcp nowhere:80|dns nosuch\.default)/gm)).toHaveLength(2);
  return log.split('\n').filter((line) => line.includes('did not')).join('; ');
});

behaviour('a target that comes after 20 s lets the app start', async (namespace) => {
  await namespace.apply(waitingPod((pod) => {
    const volume = new SharedVolume(pod, 'Data');
    new Sidecar(pod, 'Late', {
      image: BUSYBOX,
      command: ['sh', '-c', 'sleep 20; touch /data/ready; exec nc -lk -p 7000 -e true'],
      volumeMounts: [{ path: '/data', volume: volume.volume }],
      resources: TINY,
    });
    return { targets: [WaitTarget.file(volume, 'ready'), WaitTarget.tcp({ port: 7000 })] };
  }));
  await namespace.ready('web');
  const log = (await namespace.logs('web', 'needs')).toString();
  expect(log).toMatch(/^file ready answered after \d+ s$/m);
  expect(log).toMatch(/^tcp 127\.0\.0\.1:7000 answered after \d+ s$/m);
  return log.split('\n').filter((line) => line.includes('answered')).join('; ');
});

behaviour('databases and URLs are asked by their own clients, with a password of every kind of character', async (namespace) => {
  await namespace.apply([
    secret,
    ...server('pg', 'postgres:15', 5432, { env: [passwordFor('POSTGRES_PASSWORD')] }),
    ...server('my', 'mariadb:10.11', 3306, { env: [passwordFor('MARIADB_ROOT_PASSWORD')] }),
    ...server('cache', 'redis:7', 6379, { env: [passwordFor('PASSWORD')], command: ['sh', '-c', 'exec redis-server --requirepass "$PASSWORD"'] }),
    ...server('api', 'hashicorp/http-echo:1.0.0', 5678, {}),
  ]);
  await namespace.apply(waitingPod((_, chart) => {
    const password = { secret: kplus.Secret.fromSecretName(chart, 'Db', 'db'), key: 'password' };
    return {
      targets: [
        WaitTarget.database(Database.postgres({ host: 'pg' }), { name: 'pg ready' }),
        WaitTarget.database(Database.postgres({ host: 'pg', password }), { query: 'SELECT 1', name: 'pg query' }),
        WaitTarget.database(Database.mysql({ host: 'my' }), { name: 'my ready' }),
        WaitTarget.database(Database.mysql({ host: 'my', password }), { query: 'SELECT 1', name: 'my query' }),
        WaitTarget.redis({ host: 'cache', password, name: 'cache' }),
        WaitTarget.http('http://api:5678/', { name: 'api' }),
        WaitTarget.command({ image: 'curlimages/curl:8.16.0', command: ['curl', '-sSf', 'http://api:5678/'], name: 'api by command' }),
      ],
    };
  }));
  await namespace.ready('web');
  const containers = ['needs-postgres', 'needs-mysql', 'needs-redis', 'needs-http', 'needs-command'];
  const logs = (await Promise.all(containers.map((container) => namespace.logs('web', container)))).join('');
  expect([...logs.matchAll(/^(.*) answered after/gm)].map(([, name]) => name).sort())
    .toEqual(['api', 'api by command', 'cache', 'my query', 'my ready', 'pg query', 'pg ready']);
  return logs.split('\n').filter((line) => line.includes('answered')).join('; ');
}, 'baseline');

behaviour('a wrong password is the last error', async (namespace) => {
  await namespace.apply([
    secret,
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'wrong' }, stringData: { password: 'wrong' } },
    ...server('cache', 'redis:7', 6379, { env: [passwordFor('PASSWORD')], command: ['sh', '-c', 'exec redis-server --requirepass "$PASSWORD"'] }),
  ]);
  await namespace.ready('cache');
  await namespace.apply(waitingPod((_, chart) => ({
    timeout: Duration.seconds(5),
    targets: [WaitTarget.redis({ host: 'cache', password: { secret: kplus.Secret.fromSecretName(chart, 'Wrong', 'wrong'), key: 'password' } })],
  })));
  // The first tries may come before Redis listens.
  const log = await namespace.logged('web', 'needs', 'the error', (text) => /did not answer for \d+ s, last error: .*(WRONGPASS|NOAUTH)/.test(text));
  return log.trim().split('\n').pop()!;
}, 'baseline');
