import { Chart } from 'cdk8s';
import { Deployment, Secret } from 'cdk8s-plus-28';
import { AmbassadorProxy, AppContainer, AmbassadorProgram, Upstream } from '../../../src';
import { behaviour } from '../support/behaviour';
import { PASSWORD } from '../support/databases';
import { example } from '../support/examples';
import { chartIn, TINY } from '../support/logging-pod';
import { restarts } from '../support/namespace';
import { killPod, secondsUntil } from '../support/recovery';
import { startRedis } from '../support/redis';

behaviour('app-with-redis-ambassador sets and gets values, also after Redis has been restarted', async (namespace) => {
  await startRedis(namespace);
  await namespace.apply(example('app-with-redis-ambassador'));
  await namespace.allReady(2);
  const [{ metadata: { name } }] = await namespace.pods('app=redis-ambassador-demo');
  await namespace.logged(name, 'app', 'what it set', (log) => /SET: \+OK\nGET: hello \d+\n/.test(log));
  await killPod(namespace, 'redis-service');
  await namespace.logged(name, 'app', 'that Redis is gone', (log) => log.includes('GET: -upstream failure'));
  await startRedis(namespace);
  const ask = async () => expect((await namespace.logs(name, 'app', 'tailLines=2')).toString()).toMatch(/^SET: \+OK\nGET: hello \d+\n$/);
  const seconds = await secondsUntil('values are set again', ask);
  expect(restarts(await namespace.pod(name))).toBe(0);
  return `values set again ${seconds.toFixed(1)} s after Redis answers; no restart in the app's pod`;
});

function client(chart: Chart): void {
  const deployment = new Deployment(chart, 'Client', { replicas: 1, podMetadata: { labels: { app: 'client' } } });
  const secret = Secret.fromSecretName(chart, 'Password', 'redis');
  const app = new AppContainer(deployment, 'App', { image: 'redis:8.2.2', command: ['sleep', '86400'], resources: TINY });
  const cache = new AmbassadorProxy(deployment, 'Cache', {
    upstreams: [Upstream.redis({ host: 'redis-service', password: { secret, key: 'password' }, healthCheck: {} })],
    program: AmbassadorProgram.envoy(),
  });
  cache.endpoint.provideTo(app.container, { url: 'REDIS_URL', scheme: 'redis' });
}

behaviour('an app without the password of Redis works through its ambassador, which has it from a Secret', async (namespace) => {
  await startRedis(namespace, PASSWORD);
  const chart = chartIn('native', 'client');
  client(chart);
  await namespace.apply(chart);
  await namespace.allReady(2);
  const [{ metadata: { name } }] = await namespace.pods('app=client');
  const ask = async (command: string) => (await namespace.exec(name, 'app', `redis-cli -u "$REDIS_URL" ${command}`)).toString().trim();
  await namespace.until('Redis is known to be up', async () => await ask('SET key "a b"') === 'OK');
  expect(await ask('GET key')).toBe('a b');
  return `GET gives 'a b' by ${(await namespace.exec(name, 'app', 'echo $REDIS_URL')).toString().trim()}`;
});
