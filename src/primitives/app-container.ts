import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { merge } from './pattern-container';
import { RunningContainerOptions } from '../core/pod/container-options';
import { addContainer } from '../core/pod/pod-editor';
import { RunningProgramOptions } from '../core/pod/program-options';

/**
 * Properties of an app's container.
 */
export interface AppContainerProps extends RunningContainerOptions, RunningProgramOptions {}

/**
 * The container that a pod is there for, with small requests and limits and a restricted security context.
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
   * @throws if a name, port or mount path is taken or wrong
   */
  constructor(scope: Construct, id: string, props: AppContainerProps) {
    super(scope, id);
    this.container = addContainer(this, 'app', merge(this, props, { ...props, role: 'app' }));
  }
}
