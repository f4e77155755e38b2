import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Chart, Duration, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { PrometheusAlert, PrometheusRules } from '../../src';
import { describeProgram, Program } from '../support/programs';
import { newChart } from '../support/workloads';

/** What promtool finds wrong with tests of alerts; nothing if all is as expected. */
function testRules(promtool: Program, alerts: PrometheusAlert[], tests: object[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alerts-'));
  const { spec } = Testing.synth(Chart.of(new PrometheusRules(newChart(), 'Alerts', { alerts })))[0];
  fs.writeFileSync(path.join(folder, 'rules.yaml'), stringify(spec));
  fs.writeFileSync(path.join(folder, 'tests.yaml'), stringify({ rule_files: ['rules.yaml'], evaluation_interval: '30s', tests }));
  const { status, stdout, stderr } = promtool.run(['test', 'rules', 'tests.yaml'], { cwd: folder });
  fs.rmSync(folder, { recursive: true });
  return status === 0 ? '' : stdout + stderr;
}

/** A counter that grows by so much in 30 seconds, for 20 minutes. */
const counter = (series: string, growth: number) => ({ series, values: `0+${growth}x40` });

const requests = (good: number, bad: number) => [
  counter('shop_requests_total{app="shop", code="200"}', good),
  counter('shop_requests_total{app="shop", code="503"}', bad),
  counter('shop_requests_total{app="other", code="500"}', 1000),
];

/** A histogram of requests, of which a number are slower than 800 ms. */
const latencies = (fast: number, slow: number) => [
  counter('shop_latency_seconds_bucket{le="0.1"}', fast),
  counter('shop_latency_seconds_bucket{le="0.8"}', fast),
  counter('shop_latency_seconds_bucket{le="1"}', fast + slow),
  counter('shop_latency_seconds_bucket{le="+Inf"}', fast + slow),
];

const fires = (alertname: string, at: string, summary?: string) => ({
  eval_time: at, alertname, exp_alerts: summary ? [{ exp_labels: { severity: 'warning' }, exp_annotations: { summary } }] : [],
});

describeProgram('promtool', 'promtool, with the generated rules,', (promtool) => {
  const alerts = [
    PrometheusAlert.latency({ histogram: 'shop_latency_seconds', above: Duration.millis(800) }),
    PrometheusAlert.errorRate({ counter: 'shop_requests_total', abovePercent: 3, series: { app: 'shop' } }),
  ];
  const failing = '3 % of the requests may fail; 4 % do';
  const slow = 'Of all requests, a part of 0.95 should take 800 ms at most; they take up to 833.3ms';

  test.each<[string, object]>([
    ['sees 4 % of errors after five minutes, not before', {
      input_series: requests(96, 4), alert_rule_test: [fires('HighErrorRate', '4m'), fires('HighErrorRate', '10m', failing)],
    }],
    ['sees 3 % of errors as allowed', { input_series: requests(97, 3), alert_rule_test: [fires('HighErrorRate', '15m')] }],
    ['sees no errors where there are no requests', { input_series: requests(0, 0), alert_rule_test: [fires('HighErrorRate', '15m')] }],
    ['sees no errors where none was counted', { input_series: requests(100, 0).slice(0, 1), alert_rule_test: [fires('HighErrorRate', '15m')] }],
    ['sees 6 % of slow requests after five minutes, not before', {
      input_series: latencies(94, 6), alert_rule_test: [fires('HighLatency', '4m'), fires('HighLatency', '10m', slow)],
    }],
    ['sees 4 % of slow requests as allowed', { input_series: latencies(96, 4), alert_rule_test: [fires('HighLatency', '15m')] }],
    ['sees no latency where there are no requests', { input_series: latencies(0, 0), alert_rule_test: [fires('HighLatency', '15m')] }],
  ])('%s', (_, one) => {
    expect(testRules(promtool, alerts, [{ interval: '30s', ...one }])).toBe('');
  });

  test('reads values of labels as they are', () => {
    const values = fc.sample(fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[\p{Cc}\p{Cs}`\u2028\u2029\ufeff\ufffe\uffff]/u.test(value)), 20);
    const named = (value: string, index: number) => PrometheusAlert.errorRate({
      name: `Alert${index}`, counter: 'requests_total', abovePercent: 1, series: { shop: value }, labels: {},
    });
    const tests = values.map((value, index) => ({
      interval: '30s',
      input_series: [counter(`requests_total{shop=\`${value}\`, code="500"}`, 1)],
      alert_rule_test: [{
        eval_time: '10m', alertname: `Alert${index}`, exp_alerts: [{ exp_annotations: { summary: '1 % of the requests may fail; 100 % do' } }],
      }],
    }));
    expect(testRules(promtool, values.map(named), tests)).toBe('');
  });
});
