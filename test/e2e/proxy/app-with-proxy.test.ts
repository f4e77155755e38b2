import { setTimeout as sleep } from 'node:timers/promises';
import { behaviour } from '../support/behaviour';
import { answers, Client, curl, load } from '../support/client';
import { appIn, example, Mode } from '../support/examples';
import { kubectl } from '../support/kubectl';
import { Namespace } from '../support/namespace';
import { requestEcho } from '../support/request-echo';

const MODES: Mode[] = ['classic', 'native'];
const URL = 'http://proxy-demo-service/';

/** The example with small requests for CPU, and a client. */
async function start(namespace: Namespace, mode: Mode, change: (container: any) => void = () => {}): Promise<void> {
  const manifests = example('app-with-proxy', mode);
  const { spec } = manifests.find(({ kind }) => kind === 'Deployment').spec.template;
  for (const container of [...spec.containers, ...spec.initContainers ?? []]) {
    container.resources.requests.cpu = '20m';
    change(container);
  }
  await namespace.apply(manifests);
  await Client.start(namespace, appIn(mode));
  await namespace.allReady(3);
  await answers(namespace, `${URL}health`);
}

/** 20 requests a second for a minute, three of four on a connection of their own, while something happens. */
async function loadDuring(namespace: Namespace, happen: () => Promise<unknown>): Promise<string> {
  const running = Promise.all([load(namespace, URL, 15, 60, false), load(namespace, URL, 5, 60, true)]);
  await sleep(5000);
  await happen();
  const [fresh, kept] = await running;
  expect({ fresh, kept }).toEqual({ fresh: { '200 0': 900 }, kept: { '200 0': 300 } });
  return '1200 requests, 20 a second, all with status 200';
}

for (const mode of MODES) {
  behaviour(`app-with-proxy (${mode}) answers through the Service by the proxy, from its cache too`, async (namespace) => {
    await start(namespace, mode);
    const pages = await curl(namespace, `--include ${URL} ${URL}`); // by one connection, so that one pod answers both
    const page = 'HTTP\\/1\\.1 200 OK\\n[^]*\\n\\nHello from the app!\\n';
    expect(pages).toMatch(new RegExp(`^${page}${page}$`));
    const all = (header: string) => Array.from(pages.matchAll(new RegExp(`^${header}: (.*)$`, 'gm')), ([, value]) => value);
    expect(all('X-Cache-Status')).toEqual(['MISS', 'HIT']);
    const [time] = all('X-Upstream-Response-Time');
    expect(time).toMatch(/^\d+\.\d{3}$/);
    expect(await curl(namespace, `${URL}health`)).toBe('healthy\n');
    return `X-Cache-Status MISS, HIT; X-Upstream-Response-Time ${time}; /health healthy`;
  });

  behaviour(`app-with-proxy (${mode}) fails no request during a rolling update`, async (namespace) => {
    await start(namespace, mode);
    return loadDuring(namespace, async () => {
      await kubectl(['rollout', 'restart', 'deployment/app-with-proxy', '-n', namespace.name]);
      await kubectl(['rollout', 'status', 'deployment/app-with-proxy', '-n', namespace.name, '--timeout=300s']);
    });
  });

  behaviour(`app-with-proxy (${mode}) fails no request while one of its two pods is deleted`, async (namespace) => {
    await start(namespace, mode);
    const [pod] = await namespace.pods('app=proxy-demo');
    return loadDuring(namespace, () => namespace.deletePods(pod.metadata.name));
  });
}

behaviour('app-with-proxy hands the app every header of the request, and who asks', async (namespace) => {
  await start(namespace, 'native', (container) => {
    if (container.name === 'app') {
      requestEcho(container);
    }
  });
  const echo = await curl(namespace, `--header 'X-Own: a "b" $c' --header 'X-Real-IP: forged' --header 'X-Forwarded-For: 192.0.2.1' '${URL}a%20b?c=d'`);
  const { podIP } = (await namespace.read('pods/client')).status;
  expect(echo).toMatch(/^GET \/a%20b\?c=d HTTP\/1\.1\n/);
  for (const header of [
    'Host: proxy-demo-service', `X-Real-IP: ${podIP}`, `X-Forwarded-For: 192.0.2.1, ${podIP}`, 'X-Forwarded-Proto: http', 'X-Own: a "b" $c', 'Accept: */*',
  ]) {
    expect(echo).toContain(`\n${header}\n`);
  }
  expect(echo).toMatch(/\nX-Request-ID: [0-9a-f]{32}\n/);
  return `Host, X-Real-IP, X-Forwarded-For, X-Forwarded-Proto, X-Request-ID, X-Own, Accept of a client at ${podIP}`;
});
