import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { afterLooks, Look } from './support/looks';
import { checkMetrics, samples } from './support/promtool';
import { MetricsExporter, TextFileExporterOptions, TextMetric } from '../../src';
import { DOCUMENTED, render } from './support/adapter';
import { describeEach, testProgram } from '../support/programs';

const FILE = '{file="/metrics/app-metrics.txt"}';
const UP = `text_file_up${FILE}`;
const UNREADABLE = `text_file_unreadable_lines_total${FILE}`;
const LAST_READ = `text_file_last_read_timestamp_seconds${FILE}`;
const line = (requests: number, errors = 1) => `CUSTOM_FORMAT: requests=${requests}, errors=${errors}\n`;

const queues: TextFileExporterOptions = {
  path: '/metrics/app-metrics.txt',
  patterns: ['^(queue|topic) "(?<queue>.*)": (?<depth>[^ ]*)( messages)?$'],
  metrics: [TextMetric.gauge('queue_length', { help: 'A \\ "quoted" ü.', group: 'depth', labels: ['queue'] })],
};
const NAMES = ['a', 'b": 9', 'C:\\n', 'ü €', '{x="y"}', '$(HOME) `id` %s', ''];
const NUMBERS = ['1', '-1', '+1.5', '.5', '5.', '1e3', '1E-3', '007'];

describeEach(['busybox awk', 'mawk'], 'text.awk by %s', (awk) => {
  function see(looks: Look[], options: TextFileExporterOptions = DOCUMENTED): { [series: string]: number }[] {
    return afterLooks(awk, options, looks).metrics.map(samples);
  }

  test('serves the numbers that the app wrote', () => {
    const { metrics } = afterLooks(awk, DOCUMENTED, [{ at: 100, text: 'CUSTOM_FORMAT: requests=12, errors=3, latency_ms=120\n' }]);
    expect(samples(metrics[0])).toEqual({
      app_requests_total: 12, app_errors_total: 3, app_latency_seconds: 0.12, [UP]: 1, [LAST_READ]: 100, [UNREADABLE]: 0,
    });
  });

  test('reports what it serves when that has changed, at most once in the interval', () => {
    const reported = (options: Partial<TextFileExporterOptions>, looks: Look[]) => afterLooks(awk, { ...DOCUMENTED, ...options }, looks).reported;
    const looks = [
      { at: 100 },
      { at: 101, text: line(1) },
      { at: 109, text: line(2) },
      { at: 111, text: line(3) },
      { at: 121, changed: 111, text: line(3) },
      { at: 132, text: `${line(3)}garbled\n` },
      { at: 150, changed: 132, text: `${line(3)}garbled\n` },
      { at: 1000, changed: 132, text: line(3) },
      { at: 2000 },
    ];
    expect(reported({}, looks)).toBe('');
    expect(reported({ reportInterval: Duration.seconds(10) }, looks)).toBe([
      'T100 serves nothing: /metrics/app-metrics.txt is not there',
      'T111 serves app_requests_total 3, app_errors_total 1',
      'T132 serves app_requests_total 3, app_errors_total 1 (1 unreadable lines so far)',
      'T1000 serves nothing: /metrics/app-metrics.txt has no line that can be read, or is stale (1 unreadable lines so far)',
      'T2000 serves nothing: /metrics/app-metrics.txt is not there (1 unreadable lines so far)',
      '',
    ].join('\n'));
  });

  test('reports no more series than can be read', () => {
    const text = Array.from({ length: 200 }, (_, index) => `queue "${index}": 1\n`).join('');
    expect(afterLooks(awk, { ...queues, reportInterval: Duration.seconds(1) }, [{ at: 100, text }]).reported).toMatch(/^T100 serves queue_length\{queue="0"\} 1, .{900,1100}, and 1\d\d more\n$/);
  });

  testProgram('promtool', 'promtool takes what it writes, whatever the labels and numbers', (promtool) => {
    const checked = (options: TextFileExporterOptions, text: string) => (
      checkMetrics(promtool, afterLooks(awk, options, [{ at: 100, text }]).metrics[0]));
    expect(checked(DOCUMENTED, 'CUSTOM_FORMAT: requests=12, errors=3, latency_ms=120\n')).toBe('');
    expect(checked(queues, NAMES.map((name, index) => `queue "${name}": ${index} messages\n`).join(''))).toBe('');
    expect(checked(queues, NUMBERS.map((number, index) => `topic "${index}": ${number}\n`).join(''))).toBe('');
  });

  test('has no metric for what the app does not write', () => {
    const { metrics } = afterLooks(awk, DOCUMENTED, [{ at: 100, text: line(12) }]);
    expect(metrics[0]).not.toContain('latency');
  });

  test.each([
    ['has no number', 'CUSTOM_FORMAT: requests=, errors=3\n'],
    ['is something else', 'Traceback (most recent call last):\n'],
    ['goes on behind what is known', 'CUSTOM_FORMAT: requests=12, errors=3 and more\n'],
    ['begins in front of what is known', 'xCUSTOM_FORMAT: requests=12, errors=3\n'],
    ['has a NUL in it', 'CUSTOM_FORMAT: requests=1\x002, errors=3\n'],
    ['has a carriage return', 'CUSTOM_FORMAT: requests=12, errors=3\r\n'],
    ['is very long', `CUSTOM_FORMAT: requests=${'1'.repeat(5000)}, errors=3\n`],
    ['has a number that is too large', `CUSTOM_FORMAT: requests=${'1'.repeat(400)}, errors=3\n`],
  ])('counts a line that %s, and does not serve it', (_, text) => {
    const [seen] = see([{ at: 100, text: `${line(7)}${text}` }]);
    expect(seen).toMatchObject({ app_requests_total: 7, [UNREADABLE]: 1 });
  });

  test('says which line it cannot read, once for each look', () => {
    expect(afterLooks(awk, DOCUMENTED, [{ at: 100, text: 'one\ntwo\n' }, { at: 101, changed: 100, text: 'one\ntwo\n' }]).said).toBe('unreadable line: one\n');
  });

  test('takes a line when its newline is there, and counts it where that does not come', () => {
    const half = `${line(7)}CUSTOM_FORMAT: requests=1`;
    const [writing, settled] = see([{ at: 100, text: half }, { at: 103, changed: 100, text: half }, { at: 104, changed: 100, text: half }]);
    expect(writing).toMatchObject({ app_requests_total: 7, [UNREADABLE]: 0 });
    expect(settled).toMatchObject({ app_requests_total: 7, [UNREADABLE]: 1 });
  });

  test('keeps the numbers while the file is being rewritten', () => {
    const looks = [{ at: 100, text: line(7) }, { at: 101, text: '' }, { at: 102, text: 'CUSTOM_FO' }, { at: 103, busy: true }, { at: 104 }];
    expect(see(looks)).toHaveLength(1);
  });

  test.each<[string, Look[]]>([
    ['is away', [{ at: 101 }, { at: 103 }]],
    ['is empty', [{ at: 101, changed: 100, text: '' }, { at: 103, changed: 100, text: '' }]],
    ['is old', [{ at: 400, changed: 100, text: line(7) }, { at: 401, changed: 100, text: line(7) }]],
    ['does not stand still', [{ at: 101, busy: true }, { at: 110, busy: true }, { at: 111, busy: true }]],
    ['has no line any more that can be read', [{ at: 101, text: '' }, { at: 108, text: '' }, { at: 111, text: '' }]],
  ])('serves no number of a file that %s', (_, looks) => {
    const seen = see([{ at: 100, text: line(7) }, ...looks]);
    expect(seen[0]).toMatchObject({ app_requests_total: 7, [UP]: 1 });
    expect(seen[seen.length - 1]).toEqual({ [UP]: 0, [LAST_READ]: 100, [UNREADABLE]: 0 });
    expect(seen).toHaveLength(2);
  });

  test('goes on when the file comes back', () => {
    const seen = see([{ at: 100, text: line(7) }, { at: 110 }, { at: 120, text: line(2) }]);
    expect(seen[2]).toMatchObject({ app_requests_total: 2, [UP]: 1, [LAST_READ]: 120 });
  });

  test('serves a counter that resets as it is', () => {
    expect(see([{ at: 100, text: line(7) }, { at: 101, text: line(1) }]).map((seen) => seen.app_requests_total)).toEqual([7, 1]);
  });

  test('drops what a file no longer says that has stood still', () => {
    const seen = see([{ at: 100, text: 'CUSTOM_FORMAT: requests=1, errors=0, latency_ms=5\n' }, { at: 110, changed: 105, text: line(2, 0) }]);
    expect(seen[1]).not.toHaveProperty('app_latency_seconds');
  });

  test('counts each line once in a file that grows', () => {
    const text = `oops\n${line(1)}`;
    const seen = see([{ at: 100, text }, { at: 101, text: `${text}oops\n${line(2)}` }, { at: 102, changed: 101, text: `${text}oops\n${line(2)}` }]);
    expect(seen.map((one) => [one.app_requests_total, one[UNREADABLE]])).toEqual([[1, 1], [2, 2]]);
  });

  test('counts the lines of a file that is rewritten each time', () => {
    const seen = see([{ at: 100, text: `${line(1)}oops\n` }, { at: 110, text: `${line(1)}oops\n` }, { at: 120, text: `${line(2)}oops\n` }]);
    expect(seen.map((one) => one[UNREADABLE])).toEqual([1, 2, 3]);
  });

  test('makes series of labels, whatever is in them', () => {
    const { metrics } = afterLooks(awk, queues, [{ at: 100, text: NAMES.map((name, index) => `queue "${name}": ${index} messages\n`).join('') }]);
    NAMES.forEach((name, index) => {
      expect(samples(metrics[0])).toHaveProperty([`queue_length{queue=${JSON.stringify(name)}}`], index);
    });
  });

  test('finds in a line what JavaScript finds', () => {
    const group = fc.constantFrom('[a-c]+', '[a-c,]*', '.*', '[^,]*', '(ab|c)+', '[[:digit:]]*');
    const between = fc.constantFrom(',', ', ?', '-+', 'x?', '\\.', '[$]');
    const pattern = fc.tuple(group, between, group, between).map(([first, one, second, two]) => `(?<first>${first})${one}(?<second>${second})${two}n=(?<n>[0-9]+)`);
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ',', ', ', '-', 'x', '.', '$', '1', 'n=2'), maxLength: 10 }).map((start) => `${start}n=`);
    fc.assert(fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), fc.array(text, { minLength: 5, maxLength: 30 }), (patterns, texts) => {
      const lines = texts.map((start, index) => `${start}${index}`);
      const expected: { [series: string]: number } = {};
      for (const one of lines) {
        const found = patterns.map((each) => new RegExp(`^(?:${each.replace(/\[:digit:\]/g, '0-9')})$`).exec(one)).find((match) => match)?.groups;
        if (found) {
          expected[`depth{first=${JSON.stringify(found.first)},second=${JSON.stringify(found.second)}}`] = Number(found.n);
        }
      }
      const options = { path: '/metrics/app-metrics.txt', patterns, metrics: [TextMetric.gauge('depth', { help: 'A.', group: 'n', labels: ['first', 'second'] })] };
      const [{ [UP]: up, [LAST_READ]: read, [UNREADABLE]: unreadable, ...series }] = see([{ at: 100, text: lines.map((one) => `${one}\n`).join('') }], options);
      expect([series, up, read]).toEqual([expected, Object.keys(expected).length > 0 ? 1 : 0, Object.keys(expected).length > 0 ? 100 : 0]);
      expect(unreadable).toBeLessThanOrEqual(lines.length);
    }), { numRuns: 40 });
  });

  test.each([
    ['is not UTF-8', Buffer.from([0xff]).toString('latin1')],
    ['has a control character', 'a\tb'],
  ])('counts a line whose label %s', (_, name) => {
    const [seen] = see([{ at: 100, text: Buffer.from(`queue "${name}": 1\n`, 'latin1') }], queues);
    expect(seen).toEqual({ [UP]: 0, [LAST_READ]: 0, [UNREADABLE]: 1 });
  });

  test.each(NUMBERS)('serves %s as the number that it is', (number) => {
    const { metrics } = afterLooks(awk, queues, [{ at: 100, text: `topic "a": ${number}\n` }]);
    expect(samples(metrics[0])).toHaveProperty(['queue_length{queue="a"}'], Number(number));
  });

  test.each(['', '.', '-', '1,5', '1_000', '0x10', 'NaN', 'Inf', '1e', '1e999', '١'])('does not serve %j, which is not valid', (number) => {
    expect(see([{ at: 100, text: `topic "a": ${number}\n` }], queues)[0]).toMatchObject({ [UNREADABLE]: 1 });
  });

  test('does not serve a counter below zero', () => {
    const options = { ...queues, patterns: ['(?<depth>.*)'], metrics: [TextMetric.counter('a_total', { help: 'A.', group: 'depth' })] };
    expect(see([{ at: 100, text: '-1\n' }], options)[0]).toMatchObject({ [UNREADABLE]: 1 });
  });
});

describe('settings of a text file', () => {
  test('patterns are cut at their groups', () => {
    const { env } = render(MetricsExporter.textFile({
      path: '/m/a',
      patterns: ['^\\(a(b|c)(?<x>[(0-9]+|n\\)a)[$]$'],
      metrics: [TextMetric.gauge('a', { help: 'A.', group: 'x' })],
    }));
    expect(env.TEXT_PATTERNS).toBe('line\ntext \\(a(b|c)\ngroup x [(0-9]+|n\\)a\ntext [$]');
  });

  const metrics = [TextMetric.gauge('depth', { help: 'A.', group: 'x', labels: ['queue'] })];
  test.each<[string, Partial<TextFileExporterOptions>, string]>([
    ['a path is relative', { path: 'a/b' }, 'file \'a/b\' in \'shop/Web/Metrics\' is relative'],
    ['a path is in the root folder', { path: '/a' }, 'file "/a" in \'shop/Web/Metrics\' is a folder, is in \'/\''],
    ['a path is a folder', { path: '/a/b/' }, 'is a folder'],
    ['there is no pattern', { patterns: [] }, 'list of patterns in \'shop/Web/Metrics\' is empty'],
    ['a pattern has no group', { patterns: ['a=[0-9]+'] }, 'has no named group'],
    ['a pattern has what awk does not know', { patterns: ['a=(?<x>\\d+)'] }, 'uses \'\\d\', which not every shipper knows'],
    ['a group is in a group', { patterns: ['(a=(?<x>[0-9]+))?'] }, 'has a named group that is empty, repeated, or inside another'],
    ['a group is in an alternative', { patterns: ['a=(?<x>[0-9]+)|b'] }, 'has a named group that is empty, repeated, or inside another'],
    ['a group is repeated', { patterns: ['a=(?<x>[0-9])+'] }, 'has a named group that is empty, repeated, or inside another'],
    ['a group is in no metric', { patterns: ['(?<x>a)(?<queue>b)(?<y>c)'] }, 'group \'y\' of a pattern in \'shop/Web/Metrics\' is not used by a metric: remove its name, or use it in a metric'],
    ['the group of a metric is nowhere', { patterns: ['(?<queue>a)'] }, 'group \'x\' of metric \'depth\' in \'shop/Web/Metrics\' is missing in all patterns'],
    ['a label is not beside the number', { patterns: ['(?<x>a)'] }, 'group \'queue\' of metric \'depth\' in \'shop/Web/Metrics\' is missing in a pattern'],
    ['a metric stands twice', { metrics: [...metrics, ...metrics] }, 'metric \'depth\' is defined twice in \'shop/Web/Metrics\''],
    ['a metric is one of the adapter itself', { metrics: [TextMetric.gauge('text_file_up', { help: 'A.', group: 'x' })] }, 'metric \'text_file_up\' is defined twice'],
    ['a label stands twice', { metrics: [TextMetric.gauge('a', { help: 'A.', group: 'x', labels: ['queue', 'queue'] })] }, 'label \'queue\' of metric \'a\''],
    ['it is stale before it is read again', { interval: Duration.seconds(9), staleAfter: Duration.seconds(3) }, 'staleAfter in \'shop/Web/Metrics\''],
    ['there is no metric', { metrics: [] }, 'list of metrics in \'shop/Web/Metrics\' is empty'],
    ['a factor is zero', { metrics: [TextMetric.gauge('a', { help: 'A.', group: 'x', factor: 0 })] }, 'factor 0 of metric \'a\''],
    ['a counter is turned round', { metrics: [TextMetric.counter('a_total', { help: 'A.', group: 'x', factor: -1 })] }, 'factor -1 of metric \'a_total\''],
  ])('fails when %s', (_, options, message) => {
    expect(() => render(MetricsExporter.textFile({ path: '/m/a', patterns: ['(?<queue>[a-z]+)=(?<x>[0-9]+)'], metrics, ...options }))).toThrow(message);
  });
});
