import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { InitStepOptions } from './init-step-options';
import { addInitStep } from './pattern-container';
import { ProgramOptions } from '../core/pod/program-options';
import { checkGiven } from '../core/values/given';

/**
 * Properties of an init step.
 */
export interface InitStepProps extends InitStepOptions, ProgramOptions {}

/**
 * A container that must finish before the app starts, in any workload.
 *
 * Init steps and native sidecars start in the order of their creation.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, InitStep } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new InitStep(web, 'Setup', { image: 'busybox:1.36.1', command: ['sh', '-c', 'echo ready'] });
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 */
export class InitStep extends Construct {
  /**
   * The container.
   */
  public readonly container: kplus.Container;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if a name or mount path is taken or wrong
   */
  constructor(scope: Construct, id: string, props: InitStepProps) {
    super(scope, id);
    checkGiven(this, props, 'image');
    this.container = addInitStep(this, props, { ...props, role: 'script' });
  }
}
