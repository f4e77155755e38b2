/**
 * How the alerts of a rollout are selected and routed.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export interface RolloutAlertOptions {
  /**
   * Labels of the PrometheusRule, by which prometheus-operator selects it. The kube-prometheus-stack chart selects by the label `release`.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string };

  /**
   * Labels of every alert in addition to `severity`, which Alertmanager uses for routing.
   *
   * @default - none
   */
  readonly alertLabels?: { [name: string]: string };

  /**
   * Name of the PrometheusRule, and of the group of its rules.
   *
   * @default - derived from the construct's path
   */
  readonly name?: string;
}
