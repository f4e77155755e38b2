import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { MetricsExporter, StatsdExporterOptions, StatsdMapping } from '../../src';
import { render } from '../metrics/support/adapter';
import { samples } from '../metrics/support/promtool';
import { RunningExporter } from '../metrics/support/running-exporter';
import { freePort } from '../support/ports';
import { describeProgram } from '../support/programs';
import { eventually } from '../support/waiting';

describeProgram('statsd_exporter', 'the page of StatsD metrics', (statsd) => {
  /** The page after some lines, and after one more that says that they have been worked off. */
  async function pageAfter(lines: string[], options: StatsdExporterOptions = {}): Promise<string> {
    const statsdPort = await freePort();
    const exporter = new RunningExporter(statsd, render(MetricsExporter.statsd({ ...options, port: await freePort(), statsdPort })));
    try {
      await exporter.ready();
      await exporter.send(statsdPort, [...lines, 'the.end:1|c']);
      let page = '';
      await eventually(async () => {
        page = await exporter.scrape();
        return /^the_end_total 1$/m.test(page);
      }, () => `the end of the lines, but the page is ${page}`);
      return page;
    } finally {
      await exporter.remove();
    }
  }

  test('has a histogram, and beside it what is named like its series, whichever came first', async () => {
    const lines = ['miss:5|d', 'miss_count:3|d', 'miss.sum:4|g', 'miss-bucket:1|ms', 'miss.count:2|c', 'late_count:7|g', 'late:1|ms'];
    for (const sent of [lines, [...lines].reverse()]) {
      expect(samples(await pageAfter(sent))).toMatchObject({
        miss_count: 1,
        miss_sum: 5,
        miss_count_value_sum: 3,
        miss_sum_value: 4,
        miss_bucket_value_count: 1,
        miss_count_total: 2,
        late_count_value: 7,
        late_count: 1,
      });
    }
  });

  test('has what is named like the program itself and the series of a histogram', async () => {
    expect(samples(await pageAfter(['go.wait:1|ms', 'go.wait.count:2|g', 'go.gc_duration_seconds_sum:3|g']))).toMatchObject({
      app_go_wait_count: 1, app_go_wait_count_value: 2, app_go_gc_duration_seconds_sum_value: 3,
    });
  });

  test('has a mapped histogram, and beside it what is named like its series', async () => {
    const mappings = [StatsdMapping.timer('shop.{shop}.time', { name: 'shop_time_seconds', help: 'Time.', buckets: [Duration.seconds(1)] })];
    expect(samples(await pageAfter(['shop.a.time:1|ms', 'shop.time.seconds.count:2|g', 'shop.time.seconds.sum:3|ms'], { mappings }))).toMatchObject({
      'shop_time_seconds_count{shop="a"}': 1, 'shop_time_seconds_count_value': 2, 'shop_time_seconds_sum_value_count': 1,
    });
  });

  test.each(['le', 'quantile', '__name__', '__x', '--y'])('does not end with a tag %s in any form', async (tag) => {
    const types = ['c', 'g', 'ms', 'h', 'd'];
    const lines = types.flatMap((type, index) => [
      `dog${index}:1|${type}|#${tag}:x`, `influx${index},${tag}=x:1|${type}`, `librato${index}#${tag}=x:1|${type}`, `signalfx${index}[${tag}=x]:1|${type}`,
    ]);
    expect(samples(await pageAfter(lines))).toMatchObject({ dog0_total: 1, dog1: 1, dog2_count: 1, dog3_count: 1, dog4_count: 1 });
  });

  test('has tags as labels where that is asked for', async () => {
    expect(samples(await pageAfter(['a:1|c|#shop:berlin', 'b,shop=rome:2|c'], { tags: true }))).toMatchObject({
      'a_total{shop="berlin"}': 1, 'b_total{shop="rome"}': 2,
    });
  });

  test('does not end with any line', async () => {
    const word = fc.oneof(
      fc.constantFrom('a', 'a.b', 'a_count', 'a.sum', 'a-bucket', 'a.total', 'go_x', 'statsd_exporter_lines_total', 'process.open_fds', 'promhttp_x', 'é', '', ' ', '_'),
      fc.string({ unit: fc.constantFrom('a', 'b', '_', '.', '-', 'é', '1', '#', ',', '[', ']', '=', ':', '|', '@', '{', '}', '$') }),
    );
    const value = fc.constantFrom('1', '-1', '+1', '0', 'NaN', 'Inf', '-Inf', '1e308', 'x', '', '1:2', '0x1p-2');
    const end = fc.constantFrom('', '|@0.5', '|@0', '|@-1', '|@x', '|#le:1', '|#__name__:a,b:c', '|#:,x', '|c:id', '|T1', '|#a:1|#b:2', '|@0.1|#quantile:1');
    const line = fc.tuple(word, word, value, fc.constantFrom('c', 'g', 'ms', 'h', 'd', 's', 'x', ''), end)
      .map(([first, second, number, type, rest]) => `${first}${second}:${number}|${type}${rest}`.replace(/\n/g, ''));
    await fc.assert(fc.asyncProperty(fc.array(line, { minLength: 500, maxLength: 500 }), async (lines) => {
      await pageAfter(lines.filter((one) => !one.startsWith('the.end')));
    }), { numRuns: 4, endOnFailure: true });
  });
});
