import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { RunningContainerOptions } from '../core/pod/container-options';
import { addContainer } from '../core/pod/pod-editor';
import { kebabCase } from '../core/values/errors';

/**
 * Properties of an app's container.
 */
export interface AppContainerProps extends RunningContainerOptions {
  /**
   * Image of the app, pinned.
   */
  readonly image: string;
}

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
    const { containerName, ...options } = props;
    this.container = addContainer(this, 'app', { ...options, name: containerName ?? kebabCase(id), role: 'app' });
  }
}
