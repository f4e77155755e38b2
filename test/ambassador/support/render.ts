import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AmbassadorProxy, AmbassadorProxyProps } from '../../../src';
import { configFilesOf, containerOf, podSpecOf } from '../../support/workloads';

/** An ambassador as it is written. */
export interface Rendered {
  readonly ambassador: AmbassadorProxy;
  readonly container: any;
  readonly spec: any;
  /** The files of its ConfigMap. */
  readonly files: { [name: string]: string };
}

export function secretOf(chart: Chart, name: string): kplus.ISecret {
  return chart.node.tryFindChild(name) as kplus.ISecret | undefined ?? kplus.Secret.fromSecretName(chart, name, name);
}

/** The ambassador `orders` of a Deployment. */
export function render(props: AmbassadorProxyProps | ((chart: Chart) => AmbassadorProxyProps)): Rendered {
  const chart = new Chart(Testing.app(), 'shop');
  const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'ghcr.io/acme/web:1.4.2' }] });
  const ambassador = new AmbassadorProxy(web, 'Orders', typeof props === 'function' ? props(chart) : props);
  const spec = podSpecOf(chart);
  const files = configFilesOf(chart);
  return { ambassador, files, spec, container: containerOf(spec, 'orders') };
}
