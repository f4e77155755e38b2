import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { merge } from './pattern-container';
import { RunningContainerOptions } from '../core/pod/container-options';
import { addContainer } from '../core/pod/pod-editor';
import { RunningProgramOptions } from '../core/pod/program-options';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { at } from '../core/values/errors';
import { wholeSeconds } from '../core/values/quantities';

/**
 * Properties of an app's container.
 */
export interface AppContainerProps extends RunningContainerOptions, RunningProgramOptions {
  /**
   * How long the app keeps serving after the deletion of the pod, before it receives SIGTERM, because Services may still send requests to it. Whole
   * seconds. It needs Kubernetes 1.30, but no shell in the image. The grace period is lengthened if necessary. Zero means no delay; from Kubernetes
   * 1.33 on, it is written as `sleep: { seconds: 0 }`, so that environments with different delays can share a template.
   *
   * @default - the app receives SIGTERM at once, or after the delay of a proxy in front of it
   * @see https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-implementations
   */
  readonly stopDelay?: Duration;
}

/**
 * The main container of a pod, with small requests and limits and a restricted security context.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const pod = new kplus.Pod(chart, 'Web');
 * new AppContainer(pod, 'Web', { image: 'hashicorp/http-echo:1.0.0', ports: [{ number: 5678 }] });
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export class AppContainer extends Construct {
  /**
   * The container.
   */
  public readonly container: kplus.Container;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if a name, port or mount path is taken or wrong, or the Kubernetes version cannot delay the stop
   */
  constructor(scope: Construct, id: string, props: AppContainerProps) {
    super(scope, id);
    checkStopDelay(this, props);
    this.container = addContainer(this, 'app', merge(this, props, props, 'app'));
  }
}

/** Fails for a delay that would be silently left out. */
export function checkStopDelay(owner: Construct, { stopDelay, lifecycle }: AppContainerProps): void {
  if (stopDelay && lifecycle?.preStop) {
    throw new Error(`${at(owner)} has both a stopDelay and a preStop action, but Kubernetes accepts only one: leave one of them out`);
  }
  const version = KubernetesVersion._for(owner);
  if (stopDelay && wholeSeconds(stopDelay) > 0 && !version._hasSleepAction()) {
    throw new Error(`stopDelay of ${at(owner)} needs Kubernetes 1.30 or later, but the manifests are for ${version.version}: set a 'lifecycle'`
      + ' whose preStop runs a command of the image, or apply a later version');
  }
}
