/**
 * How the alerts of a rollout are found and routed.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export interface RolloutAlertOptions {
  /**
   * Labels of the PrometheusRule, by which prometheus-operator finds it. The kube-prometheus-stack chart looks for `release`.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string };

  /**
   * Labels of every alert beside `severity`, by which Alertmanager routes it.
   *
   * @default - none
   */
  readonly alertLabels?: { [name: string]: string };

  /**
   * Name of the PrometheusRule, and of the group of its rules.
   *
   * @default - made of the construct's path
   */
  readonly name?: string;
}
