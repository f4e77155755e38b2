import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Include, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AllowedPeer, ExistingWorkload, MutualTls, ReverseProxy, TlsCertificate } from '../../src';

const APP = { containers: [{ image: 'ghcr.io/acme/web:1.4.2', portNumber: 3000 }] };
const LABELS = { app: 'web' };
const UNREACHED = /no Service leads to port 8080 of 'shop\/.*Proxy', so that no client reaches the proxy: add one, such as `new kplus\.Service\(chart, 'Service', \{ selector: workload, ports: \[\{ port: 8080 \}\] \}\)`, or set 'serviceElsewhere'/;

interface Parts { readonly app: App; readonly chart: Chart; readonly web: kplus.Deployment }

/** Why an app with a proxy is not synthesized. */
function errorsOf(addTo: (parts: Parts) => void, props: kplus.DeploymentProps = {}): string {
  const app = new App();
  const chart = new Chart(app, 'shop');
  addTo({ app, chart, web: new kplus.Deployment(chart, 'Web', { ...APP, podMetadata: { labels: LABELS }, ...props }) });
  return app.node.findAll().flatMap((construct) => construct.node.validate()).join('\n');
}

const proxied = ({ web }: Parts) => new ReverseProxy(web, 'Proxy');
const service = (scope: Chart, spec: object, metadata: object = { name: 'web' }) => new ApiObject(scope, 'Service', { apiVersion: 'v1', kind: 'Service', metadata, spec });

test.each<[string, (parts: Parts) => void]>([
  ['there is none', () => {}],
  ['it selects other pods', ({ chart }) => service(chart, { selector: { app: 'other' }, ports: [{ port: 80, targetPort: 8080 }] })],
  ['it selects more than the pods have', ({ chart }) => service(chart, { selector: { ...LABELS, tier: 'front' }, ports: [{ port: 80, targetPort: 8080 }] })],
  ['it selects nothing', ({ chart }) => service(chart, { ports: [{ port: 80, targetPort: 8080 }] })],
  ['it is in another namespace', ({ chart }) => {
    const namespaced = new Chart(chart.node.root as App, 'other', { namespace: 'other' });
    service(namespaced, { selector: LABELS, ports: [{ port: 80, targetPort: 8080 }] });
  }],
  ['it leads to that port by UDP', ({ chart }) => service(chart, { selector: LABELS, ports: [{ port: 8080, protocol: 'UDP' }] })],
  ['it is one of Knative', ({ chart }) => new ApiObject(chart, 'Service', {
    apiVersion: 'serving.knative.dev/v1', kind: 'Service', spec: { selector: LABELS, ports: [{ port: 8080 }] },
  })],
])('fails when no Service leads to the proxy: %s', (_, add) => {
  expect(errorsOf((parts) => {
    new ReverseProxy(parts.web, 'Proxy');
    add(parts);
  }, { metadata: { namespace: 'shop' } })).toMatch(UNREACHED);
});

test('fails when no Service leads to MutualTls, and a plain one for its port mends it', () => {
  const tls = ({ web }: Parts) => new MutualTls(web, 'Tls', {
    certificate: TlsCertificate.fromSecret(kplus.Secret.fromSecretName(web, 'Secret', 'web-tls')), allowedPeers: [AllowedPeer.commonName('shop')],
  });
  expect(errorsOf(tls)).toContain("no Service leads to port 8443 of 'shop/Web/Tls'");
  expect(errorsOf((parts) => {
    const { port } = tls(parts);
    new kplus.Service(parts.chart, 'Service', { selector: parts.web, ports: [{ port }] });
  })).toBe('');
});

test.each<[string, (parts: Parts) => void]>([
  ['a Service of an ApiObject', ({ chart }) => service(chart, { selector: LABELS, ports: [{ port: 80, targetPort: 8080 }] })],
  ['one whose port has the number of the proxy', ({ chart }) => service(chart, { selector: LABELS, ports: [{ port: 8080 }] })],
  ['one in another chart, whose namespace is not written', ({ app }) => service(new Chart(app, 'net', { namespace: 'shop' }), { selector: LABELS, ports: [{ port: 8080 }] })],
  ['one of an Include', ({ chart }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'service-')), 'service.yaml');
    writeFileSync(file, 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }\n');
    new Include(chart, 'Written', { url: file });
  }],
  ['one that selects a label of a JSON patch', ({ chart, web }) => {
    ApiObject.of(web).addJsonPatch(JsonPatch.add('/spec/template/metadata/labels/tier', 'front'));
    service(chart, { selector: { tier: 'front' }, ports: [{ port: 8080 }] });
  }],
  ['one whose port a JSON patch leads to the proxy', ({ web }) => {
    const written = web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] });
    ApiObject.of(written).addJsonPatch(JsonPatch.replace('/spec/ports/0/targetPort', { value: 8080 }));
  }],
])('a proxy is reached by %s', (_, add) => {
  expect(errorsOf((parts) => {
    proxied(parts);
    add(parts);
  })).toBe('');
});

test.each<[string, (parts: Parts) => void, kplus.DeploymentProps?]>([
  ['says that its Service is elsewhere', ({ web }) => new ReverseProxy(web, 'Proxy', { serviceElsewhere: true })],
  ['says so although a Service leads to the app', ({ web }) => {
    web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] });
    new ReverseProxy(web, 'Proxy', { serviceElsewhere: true });
  }],
  ['stands behind another one that says so', (parts) => {
    const inner = proxied(parts);
    new ReverseProxy(parts.web, 'Outer', { appPort: inner.port, serviceElsewhere: true });
  }],
  ['listens on the network of the node', proxied, { hostNetwork: true }],
])('a proxy needs no Service that %s', (_, add, props = {}) => {
  expect(errorsOf(add, props)).toBe('');
});

test('an existing workload is reached by what is written beside it', () => {
  const synthesis = (targetPort: number | string) => errorsOf(({ chart }) => {
    const object = new ApiObject(chart, 'Existing', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'existing' },
      spec: {
        selector: { matchLabels: { app: 'existing' } },
        template: { metadata: { labels: { app: 'existing' } }, spec: { containers: [{ name: 'app', image: 'ghcr.io/acme/web:1.4.2', ports: [{ name: 'http', containerPort: 3000 }] }] } },
      },
    });
    new ReverseProxy(ExistingWorkload.of(object), 'Proxy');
    service(chart, { selector: { app: 'existing' }, ports: [{ port: 80, targetPort }] });
  });
  expect(synthesis(8080)).toBe('');
  expect(synthesis('http')).toContain("service 'shop/Service' leads to port 3000 of the app, past it");
});
