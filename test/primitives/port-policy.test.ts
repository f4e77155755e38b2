import * as kplus from 'cdk8s-plus-28';
import { AppContainer, PortPolicy } from '../../src';
import { IMAGE, newChart } from '../support/workloads';

test('fails when the pods are on the network of the node, where policies do not apply', () => {
  const web = new kplus.Deployment(newChart(), 'Web', { hostNetwork: true });
  new AppContainer(web, 'App', { image: IMAGE, ports: [{ number: 8080 }] });
  expect(() => new PortPolicy(web, 'Ports', { ports: [8080] })).toThrow("'shop/Web/Ports' limits connections to 'shop/Web', whose pods are on the node's network");
});
