import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { DisruptionBudgetOptions } from './disruption-budget';
import { RolloutAlertOptions } from './rollout-alert-options';
import { ScalingOptions } from './scaling';
import { SidecarBudgetOptions } from './sidecar-budget';

/**
 * Properties of a safe rollout.
 */
export interface SafeRolloutProps {
  /**
   * The app's container. All other containers that keep running count as sidecars.
   *
   * @default - the first container of the workload that is not a sidecar
   */
  readonly container?: kplus.Container;

  /**
   * Number of pods that may exist in addition to the replicas during a rollout. For Deployments only.
   *
   * @default - that of the workload, if it differs from the default of cdk8s-plus; otherwise PercentOrAbsolute.absolute(1)
   */
  readonly maxSurge?: kplus.PercentOrAbsolute;

  /**
   * Number of replicas that may be missing during a rollout. For Deployments only; a StatefulSet replaces one pod after the other.
   *
   * @default - that of the workload, if it differs from the default of cdk8s-plus; otherwise PercentOrAbsolute.absolute(0)
   */
  readonly maxUnavailable?: kplus.PercentOrAbsolute;

  /**
   * How long a pod must be ready, without a crashing container, before the rollout continues, in whole seconds.
   *
   * @default - that of the workload, if it is more than zero; otherwise Duration.seconds(10)
   */
  readonly minReady?: Duration;

  /**
   * How long a Deployment waits for progress until it reports that the rollout has failed, in whole seconds.
   *
   * @default - that of the workload, if it differs from the default of cdk8s-plus; otherwise the sum of what probes and init containers may take,
   * `minReady`, and two minutes to find a node and pull images
   */
  readonly progressDeadline?: Duration;

  /**
   * How long init containers may take, by their names. It is not needed for the timeouts of WaitFor, of fetched configuration files, and of waiting
   * for the migrations of another pod, which are known.
   *
   * @default - one minute each, when the progress deadline is computed
   */
  readonly initTimeouts?: { [container: string]: Duration };

  /**
   * How long containers take to end after SIGTERM, by their names. The grace period is lengthened if necessary.
   *
   * @default - one second each
   */
  readonly drainTimes?: { [container: string]: Duration };

  /**
   * How many pods must keep running when pods are evicted.
   *
   * @default - one pod may be missing at a time
   */
  readonly disruptionBudget?: DisruptionBudgetOptions;

  /**
   * How the number of pods follows the usage of the app.
   *
   * @default - the workload is not scaled
   */
  readonly scaling?: ScalingOptions;

  /**
   * What all sidecars together may request.
   *
   * @default - not limited
   */
  readonly sidecarBudget?: SidecarBudgetOptions;

  /**
   * Alerts in the same chart as the workload. They need prometheus-operator; RolloutAlerts puts them into a separate chart.
   *
   * @default - none
   */
  readonly alerts?: RolloutAlertOptions;

  /**
   * URL of the runbook, if it is published. It becomes an annotation of the workload, and `runbook_url` of the alerts.
   *
   * @default - the command that prints the runbook from its ConfigMap
   */
  readonly runbookUrl?: string;

  /**
   * Name of the ConfigMap with the runbook.
   *
   * @default - derived from the construct's path
   */
  readonly runbookName?: string;
}
