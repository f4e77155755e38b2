import * as fs from 'node:fs';
import * as http from 'node:http';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { JsonMetric, MetricsExporter, StatsdExporterOptions, StatsdMapping } from '../../src';
import { render, Rendered } from '../metrics/support/adapter';
import { JsonPage } from '../metrics/support/json-page';
import { checkMetrics, samples } from '../metrics/support/promtool';
import { freePort } from '../support/ports';
import { ChildProcess, describeProgram, describePrograms, Program, testProgram } from '../support/programs';
import { eventually } from '../support/waiting';

/** A program with its generated configuration and arguments, in a folder that takes the place of those in the container. */
class Exporter {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'exporter-'));
  private child?: ChildProcess;

  constructor(private readonly program: Program, private readonly rendered: Rendered) {
    Object.entries(rendered.files).forEach(([name, text]) => fs.writeFileSync(path.join(this.folder, name), text));
  }

  private get args(): string[] {
    return this.rendered.container.args.map((arg: string) => arg.replace(/=\/etc\/[^/]+/, `=${this.folder}`));
  }

  /** What the program says of its configuration: nothing, or why it cannot run. */
  public check(option: string): string {
    const { status, stderr } = this.program.run([...this.args, option]);
    return status === 0 ? '' : stderr;
  }

  public async start(): Promise<void> {
    this.child = this.program.start(this.args, { stdio: 'ignore' });
    const { path: health } = this.rendered.container.livenessProbe.httpGet;
    await eventually(() => fetch(`${this.url}${health}`).then(({ ok }) => ok, () => false), () => `${this.program.name} to answer`);
  }

  public async scrape(target = '/metrics'): Promise<string> {
    return (await fetch(`${this.url}${target}`)).text();
  }

  private get url(): string {
    return `http://127.0.0.1:${this.rendered.container.ports[0].containerPort}`;
  }

  public remove(): void {
    this.child?.kill('SIGKILL');
    fs.rmSync(this.folder, { recursive: true });
  }
}

function use<T>(program: Program, rendered: Rendered, what: (running: Exporter) => T): T {
  const running = new Exporter(program, rendered);
  const remove = () => running.remove();
  const result = what(running);
  if (result instanceof Promise) {
    return result.finally(remove) as T;
  }
  remove();
  return result;
}

/** Texts that YAML and Go templates take for something else, without those that are refused. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', '\\', '\'', '%', '%s', '%!', '`', ':', '#', '- ', 'a', '1', '.', '*', '@', ' ') }),
  fc.constantFrom('', ' ', 'yes', 'null', '~', '0x1f', '1_000', '2026-01-01', '12:30:45', '1e3', '0o7', '.inf', '!!int 1', '*a', '&a', '<<', '=', '---'),
).map((value) => value.replace(/[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/gu, ''));
const help = text.filter((value) => value.trim() !== '');
const labelValue = text.filter((value) => !/[${}]/.test(value));

describeProgram('statsd_exporter', 'statsd_exporter', (statsd) => {
  const part = fc.constantFrom('*', 'shop', '404', 'a-b', '_x', 'A1');
  const mapping = fc.tuple(fc.constantFrom('app', '_a', '{tenant}', '*'), fc.array(part), fc.uniqueArray(fc.constantFrom('{shop}', '{region}')), fc.nat(3), help, labelValue)
    .map(([first, parts, labels, kind, helpText, value]) => ({ match: [first, ...parts, ...labels].join('.'), kind, helpText, value }));
  const options: fc.Arbitrary<StatsdExporterOptions> = fc.record({
    mappings: fc.uniqueArray(mapping, { selector: ({ match }) => match.replace(/\{[^}]*\}/g, '*') }).map((list) => list.map(({ match, kind, helpText, value }, index) => {
      const common = { help: helpText, labels: { team: value } };
      switch (kind) {
        case 0: return StatsdMapping.counter(match, { name: `metric_${index}_total`, ...common });
        case 1: return StatsdMapping.gauge(match, { name: `metric_${index}`, ...common });
        case 2: return StatsdMapping.histogram(match, { name: `metric_${index}_seconds`, buckets: [0.001, 1, 1e9], ...common });
        default: return StatsdMapping.drop(match);
      }
    })),
    dropUnmapped: fc.boolean(),
  });

  test('takes every configuration', () => {
    fc.assert(fc.property(options, (option) => {
      expect(use(statsd, render(MetricsExporter.statsd(option)), (program) => program.check('--check-config'))).toBe('');
    }), { numRuns: 30 });
  });

  test('would say if it did not', () => {
    const rendered = render(MetricsExporter.statsd());
    const broken = { ...rendered, files: { 'mapping.yaml': rendered.files['mapping.yaml'].replace('${1}_total', 'a b') } };
    expect(use(statsd, broken, (program) => program.check('--check-config'))).toContain('metric name');
  });

  /** How many events have been worked off, into a metric or into none. */
  function eventsIn(metrics: string): number {
    const counts = Object.entries(samples(metrics)).filter(([name]) => /^statsd_exporter_events_((conflict_)?total|actions_total\{action="drop"\})/.test(name));
    return counts.reduce((sum, [, count]) => sum + count, 0);
  }

  async function running(option: StatsdExporterOptions, lines: string[], expected: number): Promise<string> {
    const statsdPort = await freePort();
    const rendered = render(MetricsExporter.statsd({ ...option, port: await freePort(), statsdPort }));
    return use(statsd, rendered, async (program) => {
      await program.start();
      net.connect(statsdPort, '127.0.0.1').end(lines.map((line) => `${line}\n`).join(''));
      let metrics = '';
      await eventually(async () => {
        metrics = await program.scrape();
        return eventsIn(metrics) >= expected;
      }, () => metrics);
      return program.scrape(); // whose parts are all of a later time
    });
  }

  testProgram('promtool', 'maps metrics to names, labels and units, in a form that promtool takes', async (promtool) => {
    const metrics = await running({
      mappings: [
        StatsdMapping.drop('shop.*.noise'),
        StatsdMapping.counter('shop.{shop}.orders.*', { name: 'orders_total', help: 'Orders.', labels: { team: '100%' } }),
        StatsdMapping.gauge('shop.{shop}.queue', { name: 'queue_length', help: 'Orders that wait.' }),
        StatsdMapping.timer('shop.{shop}.time', { name: 'request_duration_seconds', help: 'Time of a request.', buckets: [100, 1000].map(Duration.millis) }),
      ],
    }, ['shop.berlin.orders.a:2|c', 'shop.berlin.orders.b:1|c', 'shop.berlin.queue:7|g', 'shop.berlin.time:250|ms', 'shop.x.noise:1|c', 'signups:4|c', 'other.total:5|c'], 7);
    expect(samples(metrics)).toMatchObject({
      'orders_total{shop="berlin",team="100%"}': 3,
      'queue_length{shop="berlin"}': 7,
      'request_duration_seconds_bucket{shop="berlin",le="0.1"}': 0,
      'request_duration_seconds_bucket{shop="berlin",le="1"}': 1,
      'request_duration_seconds_sum{shop="berlin"}': 0.25,
      'signups_total': 4,
      'other_total': 5,
    });
    expect(metrics).not.toContain('noise');
    // One of the exporter's own has a name that promtool finds wrong.
    expect(checkMetrics(promtool, metrics.replace(/^.*statsd_exporter_metrics_total.*\n/gm, ''))).toBe('');
  });

  test('goes on serving when metrics without a mapping come by the names of others', async () => {
    const mappings = [
      StatsdMapping.counter('shop.{shop}.orders', { name: 'shop_orders_total', help: 'Orders.' }),
      StatsdMapping.timer('shop.{shop}.time', { name: 'request_duration_seconds', help: 'Time of a request.', buckets: [Duration.seconds(1)] }),
    ];
    const metrics = await running({ mappings }, [
      'shop.berlin.orders:1|c', 'shop.orders:2|c', 'shop-orders.total:3|c', 'shop.berlin.time:1|ms', 'request.duration_seconds:2|ms',
      'go.goroutines:4|g', 'process.cpu.seconds:5|c', 'statsd_exporter_lines.total:6|c', 'goal:7|c',
    ], 9);
    expect(samples(metrics)).toMatchObject({
      'shop_orders_total{shop="berlin"}': 1,
      'shop_orders_total': 5,
      'request_duration_seconds_count{shop="berlin"}': 1,
      'request_duration_seconds_count': 1,
      'app_go_goroutines': 4,
      'app_process_cpu_seconds_total': 5,
      'app_statsd_exporter_lines_total': 6,
      'goal_total': 7,
    });
  });

  test('serves nothing but what is mapped where that is asked for', async () => {
    const mappings = [StatsdMapping.counter('a', { name: 'a_total', help: 'A.' })];
    const metrics = await running({ mappings, dropUnmapped: true }, ['a:1|c', 'b:1|c', 'c:1|g', 'd:1|ms'], 4);
    expect(Object.keys(samples(metrics)).filter((name) => /^[abcd]/.test(name))).toEqual(['a_total']);
  });

  test('has every text as it is', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(help, labelValue), { minLength: 40, maxLength: 60 }), async (pairs) => {
      const mappings = pairs.map(([helpText, value], index) => StatsdMapping.counter(`a${index}.{name}`, {
        name: `metric_${index}_total`, help: helpText, labels: { team: value },
      }));
      const metrics = await running({ mappings }, pairs.map((_, index) => `a${index}.x:1|c`), pairs.length);
      pairs.forEach(([helpText, value], index) => {
        expect(metrics).toContain(`# HELP metric_${index}_total ${helpText.replace(/\\/g, '\\\\')}\n`);
        expect(metrics).toContain(`metric_${index}_total{name="x",team="${value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"')}"} 1\n`);
      });
    }), { numRuns: 3, endOnFailure: true });
  });
});

describePrograms(['json_exporter', 'busybox with tcpsvd'], 'json_exporter', ({ json_exporter: jsonExporter, 'busybox with tcpsvd': busybox }) => {
  const key = text.filter((value) => value !== '' && !value.includes('\\') && !/^\[\d+\]$/.test(value));
  const keys = fc.uniqueArray(fc.tuple(key, help), { minLength: 40, maxLength: 60, selector: ([name]) => name });
  let server: http.Server;
  let document = '';
  beforeAll(async () => {
    server = http.createServer((_, response) => response.end(document));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  async function scrape(metrics: JsonMetric[], json: unknown): Promise<string> {
    document = JSON.stringify(json);
    const url = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/größe?a={1}`;
    const rendered = render(MetricsExporter.json({ url, metrics, port: await freePort() }));
    const page = new JsonPage(busybox, jsonExporter, rendered);
    try {
      expect(page.check()).toMatchObject({ status: 0 });
      await page.ready();
      return await (await page.get(rendered.adapter.scrapeTarget.path!)).text();
    } finally {
      await page.remove();
    }
  }

  testProgram('promtool', 'finds numbers, truth and lists, in a form that promtool takes', async (promtool) => {
    const metrics = await scrape([
      JsonMetric.gauge('app_queue_length', { help: 'Queue.', value: ['queue', 'length'], labels: { region: ['where', '[1]'] } }),
      JsonMetric.gauge('app_ready', { help: 'Ready.', value: ['ready'] }),
      JsonMetric.counter('app_jobs_total', { help: 'Jobs.', forEach: ['workers'], value: ['jobs', 'done'], labels: { worker: ['name'] } }),
      JsonMetric.counter('app_large_total', { help: 'Large.', value: ['large'] }),
      JsonMetric.gauge('app_missing', { help: 'Missing.', value: ['missing'] }),
    ], {
      queue: { length: 3 }, where: ['x', 'eu'], ready: true, large: 12345678901, workers: [{ name: 'a"\\b', jobs: { done: 1 } }, { name: 'b', jobs: { done: 2 } }],
    });
    expect(samples(metrics)).toEqual({
      'app_queue_length{region="eu"}': 3, 'app_ready': 1, 'app_jobs_total{worker="a\\"\\\\b"}': 1, 'app_jobs_total{worker="b"}': 2, 'app_large_total': 12345678901,
    });
    expect(checkMetrics(promtool, metrics)).toBe('');
  });

  test('goes through a list that is the document', async () => {
    const metrics = await scrape([JsonMetric.gauge('app_queue_length', { help: 'Queue.', forEach: [], value: ['n'], labels: { name: ['q'] } })], [{ q: 'a', n: 1 }, { q: 'b', n: 2 }]);
    expect(samples(metrics)).toEqual({ 'app_queue_length{name="a"}': 1, 'app_queue_length{name="b"}': 2 });
  });

  test('goes through the values of an object', async () => {
    const metric = JsonMetric.gauge('app_queue_length', { help: 'Queue.', forEach: ['queues'], value: ['n'], labels: { name: ['q'] } });
    expect(samples(await scrape([metric], { queues: { first: { q: 'a', n: 1 }, 2: { q: 'b', n: 2 } } })))
      .toEqual({ 'app_queue_length{name="a"}': 1, 'app_queue_length{name="b"}': 2 });
  });

  test('finds every key and has every help as it is', async () => {
    await fc.assert(fc.asyncProperty(keys, async (pairs) => {
      const metrics = await scrape(pairs.map(([name, helpText], index) => JsonMetric.gauge(`metric_${index}`, { help: helpText, value: [name, name] })),
        Object.fromEntries(pairs.map(([name], index) => [name, { [name]: index }])));
      pairs.forEach(([, helpText], index) => {
        expect(metrics).toContain(`# HELP metric_${index} ${helpText.replace(/\\/g, '\\\\')}\n# TYPE metric_${index} gauge\nmetric_${index} ${index}\n`);
      });
    }), { numRuns: 3, endOnFailure: true });
  });
});
