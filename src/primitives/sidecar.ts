import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { addSidecar } from './pattern-container';
import { SidecarOptions } from './sidecar-options';
import { RunningProgramOptions } from '../core/pod/program-options';

/**
 * Properties of a sidecar.
 */
export interface SidecarProps extends SidecarOptions, RunningProgramOptions {}

/**
 * A container that runs next to the app, in any workload.
 *
 * Native sidecars start in the order of their creation, before the app, each after the previous one has started (add a `startup` probe if others
 * depend on it), and stop in reverse order after the app.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, Sidecar } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new Sidecar(web, 'Clock', { image: 'busybox:1.36.1', command: ['sh', '-c', 'while date; do sleep 60; done'] });
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export class Sidecar extends Construct {
  /**
   * The container.
   */
  public readonly container: kplus.Container;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if a name, port or mount path is taken or wrong, or a classic sidecar would keep a Job from completing
   */
  constructor(scope: Construct, id: string, props: SidecarProps) {
    super(scope, id);
    this.container = addSidecar(this, props, { ...props, role: 'script' });
  }
}
