import { behaviour } from '../support/behaviour';
import { answers, Client, curl } from '../support/client';
import { appIn, example, Mode } from '../support/examples';
import { failOnRequest, sendRequests } from '../support/failing-app';
import { query } from '../support/prometheus';

const MODES: Mode[] = ['classic', 'native'];

for (const mode of MODES) {
  behaviour(`app-with-metrics (${mode}): its Prometheus has exactly the requests that were sent`, async (namespace) => {
    const manifests = example('app-with-metrics', mode);
    failOnRequest(manifests.find(({ kind }) => kind === 'Deployment').spec);
    await namespace.apply(manifests);
    await Client.start(namespace, appIn(mode));
    const [{ metadata: { name: pod } }] = (await namespace.allReady(2)).filter(({ metadata }) => metadata.name !== 'client');
    await sendRequests(namespace, 'app-with-metrics', 450, 50);
    const ask = (expression: string, label: string) => query(namespace, expression, label, pod);
    const requests = await namespace.until('all requests are in Prometheus', async () => {
      const counted = await ask('demo_requests_total', 'code');
      return counted['200'] >= 450 && counted['500'] >= 50 && counted;
    });
    expect(requests).toEqual({ 200: 450, 500: 50 });
    const latencies = await namespace.until('500 latencies are in Prometheus', async () => { // the histogram is merged a moment after the counters
      const counted = await ask('demo_latency_seconds_count', 'job');
      return counted['app-metrics'] >= 500 && counted;
    });
    expect(latencies).toEqual({ 'app-metrics': 500 });
    await namespace.until('the target is up', async () => JSON.stringify(await ask('up', 'job')) === '{"app-metrics":1}');
    const promtool = await namespace.exec(pod, 'prometheus', 'curl -s http://127.0.0.1:9102/metrics | promtool check metrics 2>&1');
    expect(promtool.toString()).toBe('');
    await answers(namespace, 'http://metrics-demo-prometheus:9090/-/ready');
    expect(await curl(namespace, 'http://metrics-demo-prometheus:9090/-/ready')).toContain('Ready');
    return `${JSON.stringify(requests)}, the latency of 500, the target is up, promtool has nothing to say`;
  });
}
