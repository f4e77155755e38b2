import { ApiObject, App, Chart } from 'cdk8s';
import { SidecarMode } from '../../../src';
import { IMAGE } from '../../support/workloads';

export const newApp = (mode: SidecarMode) => {
  const chart = new Chart(new App(), 'shop', { disableResourceNameHashes: true });
  mode.applyTo(chart);
  return chart;
};

export const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: IMAGE }] } };

export function newObject(manifest: any, chart = newApp(SidecarMode.NATIVE)): ApiObject {
  return new ApiObject(chart, 'Web', { apiVersion: 'apps/v1', metadata: { name: 'web' }, ...manifest });
}

export const deployment = (template: any = TEMPLATE, more: object = {}) => newObject({ kind: 'Deployment', spec: { selector: { matchLabels: { app: 'web' } }, template, ...more } });
