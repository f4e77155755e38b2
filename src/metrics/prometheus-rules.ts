import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { PrometheusAlert } from './prometheus-alert';
import { objectMetadata } from '../core/objects/object-metadata';
import { at } from '../core/values/errors';
import { someOf } from '../core/values/given';

/**
 * Properties of alerts.
 */
export interface PrometheusRulesProps {
  /**
   * The alerts. Each must have a different name.
   */
  readonly alerts: PrometheusAlert[];

  /**
   * Labels of the PrometheusRule, by which prometheus-operator selects it. The kube-prometheus-stack chart selects by the label `release`.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string };

  /**
   * Name of the PrometheusRule, and of the group of its rules.
   *
   * @default - derived from the construct's path
   */
  readonly name?: string;
}

/**
 * Alerts on metrics of an app: a PrometheusRule of prometheus-operator.
 *
 * @example
 * import { App, Chart, Duration } from 'cdk8s';
 * import { PrometheusAlert, PrometheusRules } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * new PrometheusRules(chart, 'Alerts', {
 *   alerts: [
 *     PrometheusAlert.latency({ histogram: 'http_request_duration_seconds', above: Duration.millis(500) }),
 *     PrometheusAlert.errorRate({ counter: 'http_requests_total', abovePercent: 3 }),
 *   ],
 * });
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export class PrometheusRules extends Construct {
  /**
   * Name of the PrometheusRule.
   */
  public readonly name: string;

  /**
   * @param scope a chart, or a construct inside it
   * @throws if there is no alert, two have the same name, or a name, label or threshold is not valid
   */
  constructor(scope: Construct, id: string, props: PrometheusRulesProps) {
    super(scope, id);
    const { labels, name } = props;
    const rules = someOf(this, 'alerts', props.alerts, 'name one, such as PrometheusAlert.errorRate({ ... })').map((alert) => alert._rule(this));
    const twice = rules.find(({ alert }, index) => rules.findIndex((rule) => rule.alert === alert) < index);
    if (twice) {
      throw new Error(`alert '${twice.alert}' is defined twice in ${at(this)}: set 'name' of one of them`);
    }
    const object = new ApiObject(this, 'Default', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: objectMetadata(this, 'PrometheusRule', { name, labels }),
    });
    object.addJsonPatch(JsonPatch.add('/spec', { groups: [{ name: object.name, rules }] }));
    this.name = object.name;
  }
}
