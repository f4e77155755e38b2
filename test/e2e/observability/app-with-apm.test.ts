import { behaviour } from '../support/behaviour';
import { Client } from '../support/client';
import { appIn, example } from '../support/examples';
import { failOnRequest, sendRequests } from '../support/failing-app';
import { jobOf, query, startPrometheus } from '../support/prometheus';

/** The operator is not there, so its objects are read here: the ports that PodMonitors name, and the rules. */
const OPERATOR = ['PodMonitor', 'PrometheusRule'];

/** What an agent says beside the report of an interval in which more than 3 % failed. */
const WARNING = /"warning":"([^"]*\d % of the requests failed[^"]*)"/;

behaviour('app-with-apm: Prometheus has exactly the requests that were sent, CPU and memory, and an alert on 10 % of errors', async (namespace) => {
  const all = example('app-with-apm');
  failOnRequest(all.find(({ kind }) => kind === 'Deployment').spec);
  await namespace.apply(all.filter(({ kind }) => !OPERATOR.includes(kind)));
  await Client.start(namespace, appIn('classic'));
  const pods = (await namespace.allReady(3)).filter(({ metadata }) => metadata.name !== 'client');
  const { groups } = all.find(({ kind }) => kind === 'PrometheusRule').spec;
  await startPrometheus(namespace, pods.flatMap((pod) => [jobOf(pod, 9102), jobOf(pod, 9199)]), groups);
  await namespace.ready('prometheus');

  const counted = (good: number, bad: number) => namespace.until(`${good + bad} requests are in Prometheus`, async () => {
    const found = await query(namespace, 'sum by (code) (apm_requests_total)', 'code');
    return found['200'] >= good && found['500'] >= bad && found;
  });
  await sendRequests(namespace, 'app-with-apm', 90, 10);
  await counted(90, 10);
  await sendRequests(namespace, 'app-with-apm', 360, 40);
  expect(await counted(450, 50)).toEqual({ 200: 450, 500: 50 });
  const byPod = await namespace.until('500 latencies are in Prometheus', async () => { // the histogram is merged a moment after the counters
    const found = await query(namespace, 'apm_latency_seconds_count');
    return Object.values(found).reduce((sum, count) => sum + count, 0) >= 500 && found;
  });
  expect(Object.values(byPod).reduce((sum, count) => sum + count)).toBe(500);

  const agents = await Promise.all(pods.map(({ metadata: { name } }) => namespace.logged(name, 'apm-agent', 'a warning', (log) => WARNING.test(log))));
  const [, warning] = WARNING.exec(agents[0])!;

  const alerts = await namespace.until('an alert', async () => {
    const found = await query(namespace, 'ALERTS', 'alertname');
    return Object.keys(found).length > 0 && found;
  });
  expect(alerts).toEqual({ HighErrorRate: 1 });
  const used = await namespace.until('both apps are measured', async () => {
    const [cpu, memory] = [await query(namespace, 'resource_monitor_cpu_seconds_total > 0'), await query(namespace, 'resource_monitor_memory_bytes > 0')];
    return Object.keys(cpu).length === 2 && Object.keys(memory).length === 2 && { cpu: Object.values(cpu), memory: Object.values(memory) };
  });
  return `450 of 200 and 50 of 500, in pods ${Object.values(byPod).join(' + ')}; alert HighErrorRate; warning '${warning}'; CPU ${used.cpu.join(', ')} s, memory ${used.memory.join(', ')} bytes`;
});
