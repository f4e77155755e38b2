import { Chart, Duration, Testing } from 'cdk8s';
import { PrometheusAlert, PrometheusRules, PrometheusRulesProps } from '../../src';
import { newChart } from '../support/workloads';

const slow = (options = {}) => PrometheusAlert.latency({ histogram: 'shop_latency_seconds', above: Duration.millis(800), ...options });
const failing = (options = {}) => PrometheusAlert.errorRate({ counter: 'shop_requests_total', abovePercent: 3, ...options });

function render(props: PrometheusRulesProps): any {
  const alerts = new PrometheusRules(newChart(), 'Alerts', props);
  return Testing.synth(Chart.of(alerts))[0];
}

const expressions = (...alerts: PrometheusAlert[]) => render({ alerts }).spec.groups[0].rules.map(({ expr }: any) => expr);

test('alerts become a PrometheusRule, which the operator finds by its labels', () => {
  expect(render({ name: 'shop', labels: { release: 'prometheus' }, alerts: [failing()] })).toEqual({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'shop', labels: { release: 'prometheus' } },
    spec: {
      groups: [{
        name: 'shop',
        rules: [{
          alert: 'HighErrorRate',
          expr: '100 * sum(rate(shop_requests_total{code=~"5.."}[300000ms])) / sum(rate(shop_requests_total[300000ms])) > 3',
          for: '300000ms',
          labels: { severity: 'warning' },
          annotations: { summary: '3 % of the requests may fail; {{ $value | humanize }} % do' },
        }],
      }],
    },
  });
});

test('without a name, the group has that of the object', () => {
  const { metadata, spec } = render({ alerts: [slow()] });
  expect(spec.groups[0].name).toBe(metadata.name);
});

test('an alert is about the series, the window, the part and the label that are named', () => {
  expect(expressions(
    slow({ series: { app: 'a"b\\c', zone: 'é' }, window: Duration.minutes(1), quantile: 0.5 }),
    failing({ series: { app: 'shop' }, statusLabel: 'status' }),
  )).toEqual([
    'histogram_quantile(0.5, sum by (le) (rate(shop_latency_seconds_bucket{app="a\\"b\\\\c", zone="é"}[60000ms]))) > 0.8',
    '100 * sum(rate(shop_requests_total{app="shop", status=~"5.."}[300000ms])) / sum(rate(shop_requests_total{app="shop"}[300000ms])) > 3',
  ]);
});

test('two alerts of a kind have names of their own', () => {
  const { rules } = render({ alerts: [slow(), slow({ name: 'VerySlow', labels: { severity: 'page' }, holdsFor: Duration.seconds(0) })] }).spec.groups[0];
  expect(rules[1]).toMatchObject({ alert: 'VerySlow', labels: { severity: 'page' }, for: '0ms' });
});

test.each<[string, () => PrometheusAlert[], string]>([
  ['there is no alert', () => [], "list of alerts in 'shop/Alerts' is empty"],
  ['two have one name', () => [slow(), slow()], "alert 'HighLatency' is defined twice"],
  ['a name is not valid', () => [slow({ name: 'too slow' })], "name of an alert 'too slow' in 'shop/Alerts' is not valid"],
  ['a counter is not valid', () => [failing({ counter: 'a-b' })], "counter 'a-b' in 'shop/Alerts' is not valid"],
  ['a counter is missing', () => [failing({ counter: undefined as any })], "counter 'undefined' in 'shop/Alerts' is not valid"],
  ['a counter has no _total', () => [failing({ counter: 'http_requests' })], "counter 'http_requests' of an alert in 'shop/Alerts' does not end in '_total'"],
  ['a histogram is a series', () => [slow({ histogram: 'a_seconds_bucket' })], "histogram 'a_seconds_bucket' of an alert in 'shop/Alerts' has the name of one of its series"],
  ['a latency is missing', () => [slow({ above: undefined as any })], "latency of an alert in 'shop/Alerts' is missing"],
  ['the value of a label is missing', () => [slow({ series: { app: undefined as any } })], "value of label 'app' in 'shop/Alerts' is missing"],
  ['an alert is missing', () => [undefined as any], "one of the alerts in 'shop/Alerts' is missing"],
  ['an error rate is below zero', () => [failing({ abovePercent: -1 })], 'error rate -1 of an alert'],
  ['a label is not valid', () => [slow({ series: { 'a b': 'c' } })], "label name 'a b'"],
  ['the value of a label is not text', () => [slow({ series: { app: 'a\nb' } })], "value of label 'app'"],
  ['a label of the alert is a template', () => [slow({ labels: { team: '{{ .x }}' } })], 'starts a template'],
  ['a quantile is not valid', () => [slow({ quantile: 95 })], 'quantile 95 of an alert'],
  ['a latency is zero', () => [slow({ above: Duration.millis(0) })], "latency of an alert in 'shop/Alerts' is zero"],
  ['a window is zero', () => [slow({ window: Duration.millis(0) })], "window of an alert in 'shop/Alerts' is zero"],
  ['an error rate cannot be exceeded', () => [failing({ abovePercent: 100 })], 'error rate 100 of an alert'],
])('fails when %s', (_, alerts, message) => {
  expect(() => render({ alerts: alerts() })).toThrow(message);
});

test.each<[string, Partial<PrometheusRulesProps>, string]>([
  ['its name is not valid', { name: 'A b' }, "name 'A b' of 'shop/Alerts' is not a valid name for a PrometheusRule"],
  ['its name is empty', { name: '' }, "name '' of 'shop/Alerts' is not a valid name"],
  ['a label is not valid', { labels: { team: 'a b' } }, "label 'team: a b' of the PrometheusRule of 'shop/Alerts' is not valid"],
  ['there are no alerts', { alerts: undefined as any }, "list of alerts in 'shop/Alerts' is missing"],
])('fails when a PrometheusRule is not valid: %s', (_, props, message) => {
  expect(() => render({ alerts: [slow()], ...props })).toThrow(message);
});

test('fails when two PrometheusRules have one name', () => {
  const chart = newChart();
  new PrometheusRules(chart, 'One', { name: 'shop', alerts: [slow()] });
  expect(() => new PrometheusRules(chart, 'Two', { name: 'shop', alerts: [slow()] }))
    .toThrow("name 'shop' of 'shop/Two' is taken by the PrometheusRule of 'shop/One': use another one");
});
