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
   * The app's container. Everything that runs beside it is a sidecar.
   *
   * @default - the first container of the workload that is not a sidecar
   */
  readonly container?: kplus.Container;

  /**
   * Pods of the new version that may be there beyond the replicas. For Deployments only.
   *
   * @default - what the workload says, if that is not cdk8s-plus's default, otherwise PercentOrAbsolute.absolute(1)
   */
  readonly maxSurge?: kplus.PercentOrAbsolute;

  /**
   * Replicas that may be missing during a rollout. For Deployments only; a StatefulSet replaces one pod after the other.
   *
   * @default - what the workload says, if that is not cdk8s-plus's default, otherwise PercentOrAbsolute.absolute(0)
   */
  readonly maxUnavailable?: kplus.PercentOrAbsolute;

  /**
   * How long a pod must be ready, without a container that crashes, until the rollout goes on, in whole seconds.
   *
   * @default - what the workload says, if that is more than zero, otherwise Duration.seconds(10)
   */
  readonly minReady?: Duration;

  /**
   * How long a Deployment waits for progress until it reports that the rollout has failed, in whole seconds.
   *
   * @default - what the workload says, if that is not cdk8s-plus's default, otherwise what probes and init containers may take, `minReady`, and two minutes to find a node and pull images
   */
  readonly progressDeadline?: Duration;

  /**
   * How long init containers may take, by their names, where the library does not know it: it knows the timeouts of WaitFor and of fetched
   * configuration files, and how long a pod may wait for the migrations of another one.
   *
   * @default - a minute each, when the progress deadline is computed
   */
  readonly initTimeouts?: { [container: string]: Duration };

  /**
   * How long containers take from SIGTERM until they have ended, by their names. The grace period is lengthened to fit.
   *
   * @default - a second each
   */
  readonly drainTimes?: { [container: string]: Duration };

  /**
   * How many pods must remain when pods are evicted.
   *
   * @default - one pod may be missing at a time
   */
  readonly disruptionBudget?: DisruptionBudgetOptions;

  /**
   * How many pods there are, by what the app uses.
   *
   * @default - as many as the workload says
   */
  readonly scaling?: ScalingOptions;

  /**
   * What sidecars may request together.
   *
   * @default - any
   */
  readonly sidecarBudget?: SidecarBudgetOptions;

  /**
   * Alerts beside the workload. They need prometheus-operator; RolloutAlerts puts them into a chart of their own.
   *
   * @default - none
   */
  readonly alerts?: RolloutAlertOptions;

  /**
   * Where people read the runbook, if it is published. It becomes an annotation of the workload, and `runbook_url` of the alerts.
   *
   * @default - the command that prints it from its ConfigMap
   */
  readonly runbookUrl?: string;

  /**
   * Name of the ConfigMap with the runbook.
   *
   * @default - made of the construct's path
   */
  readonly runbookName?: string;
}
