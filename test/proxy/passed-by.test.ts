import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AllowedPeer, MutualTls, ReverseProxy, TlsCertificate } from '../../src';
import { newChart } from '../support/workloads';

const APP = { containers: [{ image: 'ghcr.io/acme/web:1.4.2', portNumber: 3000 }] };

function synthesis(addTo: (web: kplus.Deployment, chart: Chart) => void): () => void {
  const chart = newChart();
  addTo(new kplus.Deployment(chart, 'Web', APP), chart);
  return () => chart.node.validate().forEach((message) => { throw new Error(message); });
}

function mutualTls(web: kplus.Deployment, service?: kplus.Service): MutualTls {
  const secret = kplus.Secret.fromSecretName(web, 'Tls', 'web-tls');
  return new MutualTls(web, 'Tls-Proxy', { certificate: TlsCertificate.fromSecret(secret), allowedPeers: [AllowedPeer.commonName('shop')], service });
}

test.each<[string, (web: kplus.Deployment, chart: Chart) => void]>([
  ['was there before the proxy', (web) => {
    web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] });
    new ReverseProxy(web, 'Proxy');
  }],
  ['comes after the proxy', (web) => {
    new ReverseProxy(web, 'Proxy');
    web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] });
  }],
  ['stands beside the workload', (web, chart) => {
    new ReverseProxy(web, 'Proxy');
    new kplus.Service(chart, 'Service', { selector: web, ports: [{ port: 3000 }] });
  }],
])('fails when a Service leads to the app past the proxy: one that %s', (_, addTo) => {
  expect(synthesis(addTo)).toThrow(/^no Service leads to port 8080 of 'shop\/Web\/Proxy': service 'shop\/.*Service' leads to port 3000 of the app, past it: pass it as 'service'/);
});

test('fails when a Service leads past MutualTls', () => {
  expect(synthesis((web) => {
    web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] });
    mutualTls(web);
  })).toThrow("no Service leads to port 8443 of 'shop/Web/Tls-Proxy'");
});

test.each<[string, (web: kplus.Deployment, chart: Chart) => void]>([
  ['leads to the proxy', (web) => new ReverseProxy(web, 'Proxy', { service: web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] }) })],
  ['leads to both', (web, chart) => {
    new ReverseProxy(web, 'Proxy');
    new kplus.Service(chart, 'Service', { selector: web, ports: [{ name: 'a', port: 80, targetPort: 3000 }, { name: 'b', port: 81, targetPort: 8080 }] });
  }],
  ['is that of another workload', (web, chart) => {
    new ReverseProxy(web, 'Proxy', { serviceElsewhere: true });
    new kplus.Deployment(chart, 'Other', APP).exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] });
  }],
  ['leads to a proxy in front of the proxy', (web) => {
    const service = web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] });
    const proxy = new ReverseProxy(web, 'Proxy', { service });
    const secret = kplus.Secret.fromSecretName(web, 'Tls', 'web-tls');
    new MutualTls(web, 'Front', { certificate: TlsCertificate.fromSecret(secret), allowedPeers: [AllowedPeer.commonName('shop')], appPort: proxy.port, service });
  }],
])('a Service is as it should be that %s', (_, addTo) => {
  expect(synthesis(addTo)).not.toThrow();
});
