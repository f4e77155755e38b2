import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { addDisruptionBudget, checkEvictions } from './disruption-budget';
import { addRule } from './prometheus-rule';
import { checkRivals } from './rivals';
import { checkGracePeriod, checkKind, checkRuns, readWorkload, replicasOf, RolledWorkload } from './rolled-workload';
import { checkDeadline, RollingUpdate, surgeAndUnavailable, setRollingUpdate } from './rolling-update';
import { toRunbook } from './runbook';
import { SafeRolloutProps } from './safe-rollout-props';
import { addAutoscaler, checkScaled, LEAST_REPLICAS } from './scaling';
import { checkSidecarBudget } from './sidecar-budget';
import { InitTimeouts } from './start-time';
import { checkLater } from '../core/objects/chart-checks';
import { metadataBeside, namespaceOf } from '../core/objects/namespace';
import { objectMetadata } from '../core/objects/object-metadata';
import { Rendering } from '../core/objects/rendering';
import { needGracePeriod } from '../core/pod/grace-period';
import { appOf, podOf } from '../core/pod/pod-editor';
import { PodRecord } from '../core/pod/pod-record';
import { PodTimeline } from '../core/spec/pod-timeline';
import { at } from '../core/values/errors';
import { checkDuration, wholeSeconds } from '../core/values/quantities';

/**
 * Makes rollouts, drains and scaling of a Deployment or a StatefulSet safe against faulty sidecars.
 *
 * A new pod must be ready for a while before an old one is removed, and a Deployment that makes no progress reports it within a time that fits the
 * probes and init containers of its pods. Evictions leave enough pods running, but crashing pods never prevent a node from being drained. Pods are
 * spread over nodes and zones, and scaled by the usage of the app without its sidecars. A ConfigMap contains a runbook with the real names of the
 * workload, which alerts link to.
 *
 * Create it after the patterns of the workload, so that its errors are thrown by the constructor; what is added later is checked at synthesis.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { SafeRollout, SidecarLoggedApp } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new SidecarLoggedApp(chart, 'Web', { image: 'ghcr.io/acme/web:1.4.2', port: 8080, logFiles: ['/var/log/app/*.log'] });
 * new SafeRollout(web.workload, 'Rollout', {
 *   scaling: { maxReplicas: 10 },
 *   sidecarBudget: { cpuPercent: 50, memoryPercent: 50 },
 * });
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment
 */
export class SafeRollout extends Construct {
  /**
   * Name of the PodDisruptionBudget.
   */
  public readonly disruptionBudgetName: string;

  /**
   * The autoscaler, if `scaling` is set.
   */
  public readonly autoscaler?: kplus.HorizontalPodAutoscaler;

  /**
   * Name of the ConfigMap with the runbook, in its key `runbook.md`.
   */
  public readonly runbookName: string;

  private readonly pod: kplus.AbstractPod;
  private readonly update: RollingUpdate;
  private readonly scaled?: kplus.Container;
  private messages?: string[];

  /**
   * @param scope the Deployment or StatefulSet, or a construct inside it
   * @throws if the workload is of another kind, no pod could ever be replaced or evicted, the progress deadline or the grace period is too short,
   * sidecars exceed their budget, or the container that scaling measures does not exist
   */
  constructor(scope: Construct, id: string, private readonly props: SafeRolloutProps = {}) {
    super(scope, id);
    this.pod = podOf(this);
    checkKind(this.pod);
    checkRuns(this, this.pod, props.container);
    this.update = this.toUpdate();
    this.scaled = props.scaling && (props.scaling.container ?? props.container ?? appOf(this.pod));
    this.autoscaler = props.scaling && addAutoscaler(this, this.pod, this.scaled, props.scaling);
    this.disruptionBudgetName = addDisruptionBudget(this, this.pod, () => this._workload(), props.disruptionBudget ?? {}).name;
    this.runbookName = this.addRunbook().name;
    const workload = ApiObject.of(this.pod);
    workload.metadata.addAnnotation('cdk8s-pod-patterns/runbook', props.runbookUrl ?? `configmap/${this.runbookName}`);
    const rendering = Rendering.of(workload);
    if (rendering.last) {
      throw new Error(`${at(this.pod)} already has a SafeRollout: leave ${at(this)} out, or set its properties there`);
    }
    rendering.last = (manifest) => setRollingUpdate(this, manifest, this.update, (found) => this.read(found), this._initTimeouts());
    if (this.pod.containers.length > 0) {
      this.check();
    }
    checkLater(this, () => this.problems());
    if (props.alerts) {
      addRule(new Construct(this, 'Alerts'), this, props.alerts, namespaceOf(this.pod));
    }
  }

  /**
   * Returns the runbook in Markdown, as it would be synthesized now, for example to publish it.
   */
  public renderRunbook(): string {
    return toRunbook(this._workload(), {
      timeouts: this._initTimeouts(),
      disruptionBudget: this.disruptionBudgetName,
      autoscaler: this.autoscaler?.name,
    });
  }

  /**
   * @internal
   */
  public _workload(): RolledWorkload {
    return this.read(ApiObject.of(this.pod).toJson());
  }

  /**
   * Seconds that init containers may take, where that is known.
   *
   * @internal
   */
  public _initTimeouts(): InitTimeouts {
    const limited = PodRecord.of(this.pod).containers.filter(({ longestRun }) => longestRun);
    const known = limited.map(({ container, longestRun }) => [container.name, longestRun!]);
    return toSeconds({ ...Object.fromEntries(known), ...this.props.initTimeouts });
  }

  /**
   * @internal
   */
  public _runbookAnnotation(): { [name: string]: string } {
    const { namespace } = this._workload();
    return this.props.runbookUrl === undefined
      ? { runbook: `kubectl ${namespace ? `-n ${namespace} ` : ''}get configmap ${this.runbookName} -o jsonpath='{.data.runbook\\.md}'` }
      : { runbook_url: this.props.runbookUrl };
  }

  private read(manifest: any): RolledWorkload {
    return readWorkload(manifest, this.props.container?.name ?? appOf(this.pod)?.name);
  }

  private toUpdate(): RollingUpdate {
    const { minReady, progressDeadline } = this.props;
    const deadline = checkDuration('progressDeadline', progressDeadline, this);
    if (minReady?.toMilliseconds?.() !== 0) { // which is allowed
      checkDuration('minReady', minReady, this);
    }
    for (const [name, duration] of Object.entries({ ...this.props.initTimeouts, ...this.props.drainTimes })) {
      checkDuration(`time of container '${name}'`, duration, this);
    }
    return {
      ...surgeAndUnavailable(this, this.pod, this.props.maxSurge, this.props.maxUnavailable),
      minReady: minReady && wholeSeconds(minReady),
      deadline: deadline && wholeSeconds(deadline),
    };
  }

  private addRunbook(): ApiObject {
    const object = new ApiObject(this, 'Runbook', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: objectMetadata(this, 'ConfigMap', metadataBeside(this.pod, this.props.runbookName), 'runbookName'),
    });
    Rendering.of(object).add((manifest) => { manifest.data = { 'runbook.md': this.renderRunbook() }; });
    return object;
  }

  private check(): void {
    const { drainTimes = {}, initTimeouts = {}, disruptionBudget = {}, scaling, sidecarBudget = {} } = this.props;
    const { neededGracePeriod } = PodTimeline.of(this.pod, { drainTimes });
    needGracePeriod(this, this.pod, neededGracePeriod);
    const workload = this._workload();
    const missing = Object.keys(initTimeouts).find((name) => !workload.inits.some((one) => one.name === name));
    if (missing !== undefined) {
      throw new Error(`initTimeouts of ${at(this)} names '${missing}', which is not an init container of ${at(this.pod)}: use the name of one, or leave it out`);
    }
    if (workload.kind === 'Deployment') {
      checkDeadline(this, workload, this._initTimeouts());
    }
    checkGracePeriod(this, workload, wholeSeconds(neededGracePeriod));
    checkScaled(this, workload, this.scaled?.name);
    checkEvictions(this, disruptionBudget, replicasOf(workload, scaling && (scaling.minReplicas ?? LEAST_REPLICAS)));
    checkSidecarBudget(this, workload, sidecarBudget);
  }

  private problems(): string[] {
    if (!this.messages) {
      this.messages = [];
      try {
        this.check();
        checkRivals(this, this.pod, this._workload(), this.props.scaling !== undefined);
      } catch (error) {
        this.messages.push((error as Error).message);
      }
    }
    return this.messages;
  }
}

function toSeconds(durations: { [name: string]: Duration }): InitTimeouts {
  return Object.fromEntries(Object.entries(durations).map(([name, duration]) => [name, wholeSeconds(duration)]));
}
