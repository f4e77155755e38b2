import { App } from 'cdk8s';
import { documentedExamples } from './documented';
import { SidecarMode } from '../src';
import { AutoInjectedByPolicy } from './documented/auto-injected-by-policy';
import { BadSidecarExample } from './documented/bad-sidecar-example';

/**
 * Writes the manifests of all examples, one file each, of the policy that injects sidecars, and of the one that shows what not to do.
 *
 * They have classic sidecars, as they were documented. SIDECAR_MODE=native writes their native twins.
 */
const app = new App();
if (process.env.SIDECAR_MODE !== 'native') {
  SidecarMode.CLASSIC.applyTo(app);
}
documentedExamples(app);
new AutoInjectedByPolicy(app);
new BadSidecarExample(app);
app.synth();
