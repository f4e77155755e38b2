import * as kplus from 'cdk8s-plus-28';
import { AppContainer, MetricsAdapter, MetricsExporter, StatsdMapping } from '../../../src';
import { samples } from '../../metrics/support/promtool';
import { behaviour } from '../support/behaviour';
import { example, Mode } from '../support/examples';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { Namespace } from '../support/namespace';

const SCRAPES = 200;
const FILE = '{file="/metrics/app-metrics.txt"}';

/**
 * Rewrites the file in place, as often as 2,000 times a second, in two halves and ten versions at a time, for as long as it is told to.
 * Every third version has a line that is garbled. In the end it writes a last one that is garbled too.
 */
const REWRITE = `trap exit TERM
i=1000000
begin=$(date +%s)
while [ ! -e /metrics/stop ]; do
  i=$((i + 1))
  { printf 'CUSTOM_FORMAT: requests=%s' $i; printf ', errors=%s, latency_ms=%s\\n' $i $i; [ $((i % 3)) != 0 ] || echo "CUSTOM_FORMAT: requests=$i, err"; } > /metrics/app-metrics.txt
  [ $((i % 10)) != 0 ] || usleep 5000
done
printf 'CUSTOM_FORMAT: requests=7, errors=1\\ngarbled\\nCUSTOM_FORMAT: requests=8, errors=, latency_ms=9\\n' > /metrics/app-metrics.txt
echo "wrote $((i - 1000000)) versions in $(($(date +%s) - begin)) s"
sleep 3600 & wait
`;

const scrape = async (namespace: Namespace, pod: string, container: string, port: number, times = 1, pause = 0): Promise<string[]> => {
  const script = `for i in $(seq ${times}); do wget -q -O - http://127.0.0.1:${port}/metrics || echo failed; echo "=end"; sleep ${pause}; done`;
  return (await namespace.exec(pod, container, script)).toString().split('=end\n').slice(0, -1);
};

for (const mode of ['classic', 'native'] as Mode[]) {
  behaviour(`app-with-metrics-adapter (${mode}) serves whole numbers of the app while its file is rewritten`, async (namespace) => {
    const manifests = example('app-with-metrics-adapter', mode);
    const { containers } = manifests.find(({ kind }) => kind === 'Deployment').spec.template.spec;
    containers.find(({ name }: any) => name === 'app').args = [REWRITE];
    await namespace.apply(manifests);
    const [{ metadata: { name: pod } }] = await namespace.allReady(1);
    await namespace.until('the first version is served', async () => { // a native adapter is there before the app
      const [one] = (await scrape(namespace, pod, 'app', 9090)).map(samples);
      return one.app_requests_total > 0;
    });
    const texts = await scrape(namespace, pod, 'app', 9090, SCRAPES, 0.1);
    const seen = texts.map(samples);
    const values = seen.map(({ app_requests_total: requests }) => requests);
    expect(seen.filter(({ app_requests_total: requests, app_errors_total: errors, app_latency_seconds: latency }) => (
      !(requests > 1_000_000) || requests !== errors || requests !== Math.round(latency * 1000)))).toEqual([]);
    expect(values).toEqual([...values].sort((one, other) => one - other));
    const unreadable = seen.map((one) => one[`text_file_unreadable_lines_total${FILE}`]);
    await namespace.exec(pod, 'app', 'touch /metrics/stop');
    const written = await namespace.logged(pod, 'app', 'its end', (log) => log.includes('versions'));
    const last = await namespace.until('the last version is served', async () => {
      const [one] = (await scrape(namespace, pod, 'app', 9090)).map(samples);
      return one.app_requests_total === 7 && one.app_latency_seconds === undefined && one;
    });
    expect(last).toMatchObject({ app_errors_total: 1, [`text_file_up${FILE}`]: 1 });
    const before = Math.max(...unreadable);
    expect(before).toBeGreaterThan(0);
    expect(last[`text_file_unreadable_lines_total${FILE}`]).toBeGreaterThanOrEqual(before + 2);
    await namespace.until('no process is left behind as a zombie', async () => ( // each is one for a moment
      !/^Z/m.test((await namespace.exec(pod, 'metrics-adapter', 'ps -o stat,comm')).toString())));
    const [, versions, seconds] = /wrote ([0-9]+) versions in ([0-9]+) s/.exec(written)!;
    return `${SCRAPES} scrapes, ${new Set(values).size} versions of ${versions} in ${seconds} s seen, none half-written, none missing;`
      + ` ${before} garbled lines counted, 2 more in the last version`;
  });
}

behaviour('StatsD counts every increment over TCP', async (namespace) => {
  const chart = chartIn('native', 'web');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  new AppContainer(pod, 'App', { image: BUSYBOX, command: ['sh', '-c', 'trap exit TERM; sleep 3600 & wait'], resources: TINY });
  new MetricsAdapter(pod, 'Metrics', {
    exporter: MetricsExporter.statsd({
      mappings: ['tcp', 'udp'].map((protocol) => StatsdMapping.counter(`${protocol}.{shop}`, { name: `${protocol}_orders_total`, help: 'Orders.' })),
    }),
  });
  await namespace.apply(chart);
  await namespace.ready('web');
  const send = (protocol: string, flags: string) => namespace.exec('web', 'app', 'i=0; while [ $i -lt 10000 ]; do'
    + ` echo '${protocol}.berlin:1|c'; i=$((i + 1)); done | nc ${flags} "$STATSD_HOST" "$STATSD_PORT"`);
  await send('tcp', '-w 2').catch(() => {}); // busybox waits for an answer and says that there is none
  await send('udp', '-u -w 2').catch(() => {});
  const counted = await namespace.until('the increments over TCP are counted', async () => {
    const [one] = (await scrape(namespace, 'web', 'app', 9102)).map(samples);
    return one['tcp_orders_total{shop="berlin"}'] === 10_000 && one;
  });
  const [{ 'udp_orders_total{shop="berlin"}': udp = 0 }] = (await scrape(namespace, 'web', 'app', 9102)).map(samples);
  expect(udp).toBeLessThanOrEqual(10_000);
  return `${counted['tcp_orders_total{shop="berlin"}']} of 10000 over TCP, ${udp} of 10000 over UDP: ${10_000 - udp} lost`;
});
