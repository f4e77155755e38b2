import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { SIDECARS, WANTED } from './auto-injected-demo';
import { KubernetesVersion, SidecarInjectionPolicy } from '../../src';

/** The sidecars of auto-injected-demo for pods in the namespace `default` that others create, by an admission policy. */
export class AutoInjectedByPolicy extends Chart {
  constructor(scope: Construct, namespaces = ['default'], version = KubernetesVersion.of('1.36')) {
    super(scope, 'auto-injected-by-policy', { disableResourceNameHashes: true });

    version.applyTo(this);
    new SidecarInjectionPolicy(this, 'Injected', { namespaces, into: WANTED, patterns: SIDECARS });
  }
}
