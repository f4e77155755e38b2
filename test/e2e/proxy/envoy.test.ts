import { setTimeout as sleep } from 'node:timers/promises';
import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ReverseProxy, ReverseProxyProgram } from '../../../src';
import { behaviour } from '../support/behaviour';
import { answers, Client, curl, load } from '../support/client';
import { appIn, Mode } from '../support/examples';
import { kubectl } from '../support/kubectl';
import { chartIn, TINY } from '../support/logging-pod';
import { Namespace } from '../support/namespace';

const URL = 'http://web/';

/** http-echo behind Envoy in two pods, and a client. */
async function start(namespace: Namespace, mode: Mode): Promise<void> {
  const chart: Chart = chartIn(mode, 'web');
  const web = new kplus.Deployment(chart, 'Web', {
    metadata: { name: 'web' },
    replicas: 2,
    strategy: kplus.DeploymentStrategy.rollingUpdate({
      maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
      maxSurge: kplus.PercentOrAbsolute.absolute(1),
    }),
    containers: [{
      name: 'app',
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=hello', '-listen=:5678'],
      ports: [{ number: 5678 }],
      resources: TINY,
      securityContext: { user: 65532 },
      readiness: kplus.Probe.fromTcpSocket({ port: 5678 }),
    }],
  });
  const service = web.exposeViaService({ name: 'web', ports: [{ port: 80, targetPort: 5678 }] });
  new ReverseProxy(web, 'Proxy', {
    service,
    program: ReverseProxyProgram.envoy({ metrics: { port: 9102, requests: 'demo_requests_total', latency: 'demo_latency_seconds' } }),
    resources: TINY,
  });
  const manifests: any[] = chart.toJson();
  const [app] = manifests.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers;
  Object.assign(app.securityContext, { capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } });
  await namespace.apply(manifests);
  await Client.start(namespace, appIn(mode));
  await namespace.allReady(3);
  await answers(namespace, `${URL}healthz/proxy`);
}

for (const mode of ['classic', 'native'] as Mode[]) {
  behaviour(`Envoy in front of an app (${mode}) fails no request during a rolling update`, async (namespace) => {
    await start(namespace, mode);
    const running = Promise.all([load(namespace, URL, 10, 60, false), load(namespace, URL, 5, 60, true)]);
    await sleep(5000);
    await kubectl(['rollout', 'restart', 'deployment/web', '-n', namespace.name]);
    await kubectl(['rollout', 'status', 'deployment/web', '-n', namespace.name, '--timeout=300s']);
    const [fresh, kept] = await running;
    expect({ fresh, kept }).toEqual({ fresh: { '200 0': 600 }, kept: { '200 0': 300 } });
    return '900 requests, 15 a second, all with status 200';
  });
}

behaviour('Envoy counts what an app without metrics answers', async (namespace) => {
  await start(namespace, 'native');
  for (let i = 0; i < 10; i++) {
    expect(await curl(namespace, URL)).toBe('hello\n');
  }
  const addresses = (await namespace.pods()).filter(({ metadata }: any) => metadata.name !== 'client').map(({ status }: any) => status.podIP);
  const counted = (): Promise<number[]> => Promise.all(addresses.map(async (address: string) => (
    Number(/^demo_requests_total\{code="200"\} (\d+)$/m.exec(await curl(namespace, `http://${address}:9102/metrics`))?.[1] ?? 0))));
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number);
  const counts = await namespace.until('all requests are counted', async () => {
    const numbers = await counted();
    return sum(numbers) >= 10 && numbers;
  });
  expect(sum(counts)).toBe(10);
  return `10 requests: ${counts.join(' + ')} in the metrics of ${addresses.length} pods`;
});
