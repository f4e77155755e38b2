import { App } from 'cdk8s';
import { documentedExamples } from './documented';
import { SidecarMode } from '../src';

/**
 * Writes the manifests of all examples, one file each.
 *
 * They have classic sidecars, as they were documented. SIDECAR_MODE=native writes their native twins.
 */
const app = new App();
if (process.env.SIDECAR_MODE !== 'native') {
  SidecarMode.CLASSIC.applyTo(app);
}
documentedExamples(app);
app.synth();
