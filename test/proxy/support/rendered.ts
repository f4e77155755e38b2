import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ReverseProxy, ReverseProxyProps } from '../../../src';
import { configFilesOf, containerOf, IMAGE, newChart, podSpecOf } from '../../support/workloads';

export const APP_PORT = 8080;

/** A reverse proxy named 'proxy' before an app on APP_PORT. */
export function addProxy(props: ReverseProxyProps = {}, chart = newChart()): { chart: Chart; web: kplus.Deployment; proxy: ReverseProxy } {
  const web = chart.node.tryFindChild('Web') as kplus.Deployment
    ?? new kplus.Deployment(chart, 'Web', { containers: [{ image: IMAGE, ports: [{ number: APP_PORT }] }] });
  return { chart, web, proxy: new ReverseProxy(web, 'Proxy', { serviceElsewhere: true, ...props }) };
}

/** The configuration of nginx, and the container. */
export function render(props: ReverseProxyProps = {}, chart = newChart()): { config: string; container: any } {
  addProxy(props, chart);
  return { config: configFilesOf(chart, 'nginx.conf')['nginx.conf'], container: containerOf(podSpecOf(chart), 'proxy') };
}
