import { differences } from './support/compare';
import { ExampleFacts, readFacts } from './support/facts';
import { Container, Manifest, synthExamples } from './support/manifests';
import { readTable } from './support/table';

/** A manifest in which anything can be changed. */
type Draft = { -readonly [K in keyof Container]: Container[K] } & Record<string, any>;

let facts: ExampleFacts;
let manifests: Manifest[];
let pod: Record<string, any>;
let app: Draft;
let sidecar: Draft;

function read(example: string): void {
  facts = readFacts().find((candidate) => candidate.example === example)!;
  manifests = synthExamples('classic')[example];
  pod = manifests.find(({ kind }) => kind === 'Pod') ?? manifests.find(({ kind }) => kind === 'Deployment')!.spec.template!;
  [app, sidecar] = pod.spec.containers;
}

function serviceSpec(): any {
  return manifests.find(({ kind }) => kind === 'Service')!.spec;
}

/** Fields that differ by a change, beside those that differ anyway. */
function fieldsChangedBy(change: () => void): string[] {
  const before = differences(facts, manifests).map(({ field }) => field);
  change();
  return differences(facts, manifests).map(({ field }) => field).filter((field) => !before.includes(field));
}

function mountOf(container: Draft, path: string): Record<string, any> {
  return container.volumeMounts!.find(({ mountPath }) => mountPath === path)!;
}

test.each<[string, () => void, string]>([
  ['another name of the object', () => { pod.metadata.name = 'web'; }, 'Pod'],
  ['an object too many', () => { manifests.push({ ...manifests.at(-1)!, metadata: { name: 'more' } }); }, 'Pod'],
  ['a ConfigMap that holds no scripts', () => { manifests.push({ kind: 'ConfigMap', metadata: { name: 'more' }, data: { 'app.conf': 'on' } } as any); }, 'ConfigMap'],
  ['another label', () => { pod.metadata.labels.app = 'web'; }, 'labels app'],
  ['a label too many', () => { pod.metadata.labels.tier = 'web'; }, 'labels tier'],
  ['another order of containers', () => { pod.spec.containers.reverse(); }, 'containers'],
  ['a container too many', () => { pod.spec.containers.push({ ...app, name: 'more' }); }, 'containers'],
  ['a container too few', () => { pod.spec.containers.pop(); }, 'containers'],
  ['an init container', () => { pod.spec.initContainers = [{ ...app, name: 'init' }]; }, 'init containers'],
  ['another image', () => { app.image = 'httpd:2.4.66'; }, 'web-app image'],
  ['an image without a version', () => { app.image = 'nginx:latest'; }, 'web-app image'],
  ['a command', () => { app.command = ['nginx']; }, 'web-app command'],
  ['another port', () => { app.ports = [{ containerPort: 8080 }]; }, 'web-app ports'],
  ['another protocol', () => { app.ports = [{ containerPort: 80, protocol: 'UDP' }]; }, 'web-app ports'],
  ['an app that cannot write its log', () => { mountOf(app, '/var/log/nginx').readOnly = true; }, 'web-app mount /var/log/nginx'],
  ['another mount path', () => { mountOf(app, '/var/log/nginx').mountPath = '/logs'; }, 'web-app mount /logs'],
  ['a mount too many', () => { app.volumeMounts!.push({ name: 'shared-logs', mountPath: '/more' }); }, 'web-app mount /more'],
  ['scripts that can be changed', () => { mountOf(sidecar, '/scripts').readOnly = false; }, 'log-processor mount /scripts'],
  ['another limit', () => { app.resources = { ...app.resources, limits: { cpu: '1', memory: '128Mi' } }; }, 'web-app limits cpu'],
  ['a limit too few', () => { sidecar.resources = { requests: sidecar.resources!.requests }; }, 'log-processor limits memory'],
  ['a probe', () => { app.livenessProbe = { exec: { command: ['true'] } }; }, 'web-app livenessProbe'],
  ['another volume', () => { pod.spec.volumes = [{ name: 'shared-logs', configMap: { name: 'logs' } }]; }, 'volume shared-logs'],
])('finds %s in web-with-sidecar', (_, change, field) => {
  read('web-with-sidecar');
  expect(fieldsChangedBy(change)).toContain(field);
});

test.each<[string, () => void, string]>([
  ['another documented size limit', () => { pod.spec.volumes[0].emptyDir.sizeLimit = '1Gi'; }, 'volume logs'],
  ['a documented size limit too few', () => { pod.spec.volumes[0].emptyDir = {}; }, 'volume logs'],
  ['a shipper that can write', () => { mountOf(sidecar, '/var/log/app').readOnly = undefined; }, 'log-shipper mount /var/log/app'],
  ['another documented probe', () => { (sidecar.readinessProbe as any).periodSeconds = 10; }, 'log-shipper readinessProbe'],
  ['a documented probe too few', () => { sidecar.readinessProbe = undefined; }, 'log-shipper readinessProbe'],
])('finds %s in app-with-log-shipper', (_, change, field) => {
  read('app-with-log-shipper');
  expect(fieldsChangedBy(change)).toEqual([field]);
});

test.each<[string, () => void, string]>([
  ['another argument', () => { app.args![0] = '-text=Hi'; }, 'app command'],
  ['a Service that leads elsewhere', () => { serviceSpec().ports[0].targetPort = 8080; }, 'proxy-demo-service spec'],
  ['a Service that selects other pods', () => { serviceSpec().selector.app = 'web'; }, 'proxy-demo-service spec'],
])('finds %s in app-with-proxy', (_, change, field) => {
  read('app-with-proxy');
  expect(fieldsChangedBy(change)).toEqual([field]);
});

test.each<[string, () => void, string]>([
  ['another documented variable', () => { app.env![0] = { name: 'DB_HOST', value: 'db' }; }, '127.0.0.1'],
  ['a documented variable too few', () => { app.env = []; }, '127.0.0.1'],
])('finds %s in app-with-db-ambassador', (_, change, before) => {
  facts = readFacts().find(({ example }) => example === 'app-with-db-ambassador')!;
  manifests = synthExamples('classic')['app-with-db-ambassador'];
  [app] = manifests.find(({ kind }) => kind === 'Deployment')!.spec.template!.spec.containers as Draft[];
  const host = () => differences(facts, manifests).find(({ field }) => field === 'app env DB_HOST')!.ours;
  expect(host()).toBe(before);
  change();
  expect(host()).not.toBe(before);
});

test.each<[string, () => void, string]>([
  ['another grace period', () => { pod.spec.terminationGracePeriodSeconds = 60; }, 'terminationGracePeriodSeconds'],
  ['another way to look up names', () => { pod.spec.dnsPolicy = 'Default'; }, 'dnsPolicy'],
  ['another group of the files', () => { pod.spec.securityContext.fsGroup = 1; }, 'securityContext fsGroup'],
  ['another user of the app', () => { app.securityContext!.runAsUser = 1; }, 'securityContext runAsUser'],
  ['a sidecar that can write', () => { sidecar.securityContext!.readOnlyRootFilesystem = false; }, 'log-shipper securityContext readOnlyRootFilesystem'],
  ['a documented variable too few', () => { app.env!.shift(); }, 'app env POD_NAME'],
  ['another field in a variable', () => { app.env![0] = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }; }, 'app env POD_NAME'],
  ['another name of a port', () => { app.ports = [{ containerPort: 8080, name: 'web' }]; }, 'app port 8080 name'],
])('finds %s in production-microservice', (_, change, field) => {
  read('production-microservice');
  expect(fieldsChangedBy(change)).toEqual([field]);
});

test('finds another action before the stop in production-microservice', () => {
  read('production-microservice');
  app.lifecycle = undefined;
  expect(differences(facts, manifests).find(({ field }) => field === 'app lifecycle')!.ours).toBe('-');
});

test('fails when a fact is compared with nothing', () => {
  expect(() => readFacts('[{ example: web, objects: [{ kind: Pod, name: web, hostNetwork: true }] }]')).toThrow("fact 'hostNetwork' of an object in 'web'");
});

test('fails when a row of the table has no reason', () => {
  expect(() => readTable('| example | field | document | ours | reason |\n|---|---|---|---|---|\n| web | labels a | `b` | - | |')).toThrow('needs 5 cells');
});
