import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, ReverseProxy, ReverseProxyProgram } from '../../../src';
import { behaviour } from '../support/behaviour';
import { Client, curl } from '../support/client';
import { appIn } from '../support/examples';
import { kubectl } from '../support/kubectl';
import { chartIn, TINY } from '../support/logging-pod';
import { isReady, Namespace, Pod, restarts } from '../support/namespace';
import { addressOf } from '../support/recovery';

const SERVERS = { nginx: ReverseProxyProgram.nginx(), envoy: ReverseProxyProgram.envoy() };

/** Two pods whose app says which version it is, behind a proxy; in version 2 it has moved to another port, and crashes. */
async function applyVersion(namespace: Namespace, version: 1 | 2, server: ReverseProxyProgram): Promise<void> {
  const chart = chartIn('native', 'web');
  const web = new kplus.Deployment(chart, 'Web', {
    metadata: { name: 'web' },
    podMetadata: { labels: { app: 'web' } },
    replicas: 2,
    minReady: Duration.seconds(60), // a pod is Ready for a moment each time that its app has been started and has not yet crashed
  });
  const port = 5677 + version;
  new AppContainer(web, 'App', {
    image: 'hashicorp/http-echo:1.0.0',
    args: version === 1 ? [`-listen=127.0.0.1:${port}`, '-text=version 1'] : ['-no-such-flag'],
    ports: [{ number: port }],
    resources: TINY,
  });
  new ReverseProxy(web, 'Proxy', { serviceElsewhere: true, program: server, resources: TINY });
  await namespace.apply(chart);
}

/** The answer of each pod to a client in the cluster. */
async function askAll(namespace: Namespace, pods: Pod[]): Promise<string[]> {
  return Promise.all(pods.map(async ({ metadata: { name } }) => curl(namespace, `http://${await addressOf(namespace, name)}:8080/`)));
}

const webPods = (namespace: Namespace) => namespace.pods('app=web');
const BOTH = ['version 1\n', 'version 1\n'];

for (const [name, server] of Object.entries(SERVERS)) {
  behaviour(`the pods of a version keep its ${name} configuration while the next one does not start`, async (namespace) => {
    await Client.start(namespace, appIn('native'));
    await applyVersion(namespace, 1, server);
    await namespace.allReady(3);
    const old = await webPods(namespace);
    expect(await askAll(namespace, old)).toEqual(BOTH);

    await applyVersion(namespace, 2, server);
    await namespace.until('the app of version 2 crashes', async () => (await webPods(namespace)).some((pod) => restarts(pod, 'app') > 0));
    for (const { metadata } of old) {
      const before = restarts(await namespace.pod(metadata.name), 'proxy');
      await namespace.exec(metadata.name, 'proxy', 'kill -TERM 1');
      await namespace.until(`the proxy of ${metadata.name} is back`, async () => {
        const pod = await namespace.pod(metadata.name);
        return restarts(pod, 'proxy') > before && isReady(pod);
      });
    }
    expect(await askAll(namespace, old)).toEqual(BOTH);

    await namespace.deletePods(old[0].metadata.name);
    await namespace.until('the pod that was deleted has a successor of its version', async () => {
      const ready = (await webPods(namespace)).filter(isReady);
      return ready.length === 2 && ready.every(({ metadata }) => metadata.name !== old[0].metadata.name);
    });
    expect(await askAll(namespace, (await webPods(namespace)).filter(isReady))).toEqual(BOTH);

    await kubectl(['rollout', 'undo', 'deployment/web', '-n', namespace.name]);
    await kubectl(['rollout', 'status', 'deployment/web', '-n', namespace.name, '--timeout=300s']);
    await namespace.allReady(3);
    expect(await askAll(namespace, await webPods(namespace))).toEqual(BOTH);
    return 'both answer after their proxies have restarted, a new one too, and after an undo';
  });
}
