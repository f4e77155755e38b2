import { Construct } from 'constructs';
import { addRule } from './prometheus-rule';
import { RolloutAlertOptions } from './rollout-alert-options';
import { SafeRollout } from './safe-rollout';
import { checkGiven } from '../core/values/given';

/**
 * Properties of the alerts of a rollout.
 */
export interface RolloutAlertsProps extends RolloutAlertOptions {
  /**
   * The rollout that is watched.
   */
  readonly rollout: SafeRollout;
}

/**
 * Alerts of a rollout in a separate chart, for clusters where not everybody may create a PrometheusRule, or where prometheus-operator is installed
 * later: `cdk8s synth` then writes them to a different file than the workload.
 *
 * It needs kube-state-metrics. The alerts about volumes also need the metrics of the kubelet and of k8s-ephemeral-storage-metrics.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { RolloutAlerts, SafeRollout, SidecarLoggedApp } from 'cdk8s-pod-patterns';
 *
 * const app = new App();
 * const web = new SidecarLoggedApp(new Chart(app, 'shop'), 'Web', { image: 'ghcr.io/acme/web:1.4.2', logFiles: ['/var/log/app/*.log'] });
 * const rollout = new SafeRollout(web.workload, 'Rollout');
 * new RolloutAlerts(new Chart(app, 'shop-alerts'), 'Alerts', { rollout, labels: { release: 'prometheus' } });
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export class RolloutAlerts extends Construct {
  /**
   * Name of the PrometheusRule.
   */
  public readonly name: string;

  /**
   * @param scope a chart, or a construct inside it
   * @throws if a name or label is not valid
   */
  constructor(scope: Construct, id: string, props: RolloutAlertsProps) {
    super(scope, id);
    checkGiven(this, props, 'rollout');
    this.name = addRule(this, props.rollout, props).name;
  }
}
