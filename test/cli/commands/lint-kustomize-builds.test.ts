import { Folder } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

const found = async (...args: string[]): Promise<string[]> => {
  const { stdout } = await folder.run('lint', '--strict', '--format', 'json', ...args);
  const about = /^(config-|service-|hpa-|pdb|workload-)/;
  return JSON.parse(stdout).findings.filter(({ rule }: any) => about.test(rule)).map(({ file, rule }: any) => `${file} ${rule}`);
};

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: system}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          ports: [{name: http, containerPort: 8080}]
`;
const SERVICE = (port: string, more = ''): string => `{apiVersion: v1, kind: Service, metadata: {name: web${more}}, spec: {selector: {app: web}, ports: [{port: 80, targetPort: ${port}}]}}`;
const JOB = (config: string): string => '{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, spec: {template: {spec: {restartPolicy: Never,'
  + ` containers: [{name: m, image: "ghcr.io/acme/web:1.4.2", envFrom: [{configMapRef: {name: ${config}}}]}]}}}}`;

describe('what a kustomization does with the files that it takes in', () => {
  const base = { 'base/kustomization.yaml': 'resources: [web.yaml]\n', 'base/web.yaml': DEPLOYMENT };

  test('a namespace that it sets is that of all', async () => {
    folder = new Folder({ ...base, 'prod/service.yaml': SERVICE('http', ', namespace: prod'), 'prod/kustomization.yaml': 'resources: [../base, service.yaml]\n' });
    expect(await found('.')).toEqual(['prod/service.yaml service-without-pods']);
    folder.write('prod/kustomization.yaml', 'namespace: prod\nresources: [../base, service.yaml]\n');
    expect(await found('.')).toEqual([]);
    folder.write('prod/service.yaml', SERVICE('https', ', namespace: prod'));
    expect(await found('.')).toEqual(['prod/service.yaml service-port-name-unknown']);
  });

  test.each(['settings', 'prod-settings-v2'])('prefixes and suffixes of names, also of generated ConfigMaps, are known (%s)', async (name) => {
    const build = 'namePrefix: prod-\nnameSuffix: -v2\nresources: [job.yaml]\n';
    folder = new Folder({ 'job.yaml': JOB(name), 'kustomization.yaml': build });
    expect(await found('.')).toEqual(['job.yaml config-not-given']);
    folder.write('kustomization.yaml', `${build}configMapGenerator: [{name: settings, literals: [a=b]}]\n`);
    expect(await found('.')).toEqual([]);
    folder.write('kustomization.yaml', `${build}components: [part]\n`);
    folder.write('part/kustomization.yaml', 'kind: Component\nresources: [settings.yaml]\n');
    folder.write('part/settings.yaml', '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: b}}');
    expect(await found('.')).toEqual([]);
  });

  test('a prefix can make a name too long', async () => {
    const set = `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: ${'a'.repeat(50)}}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: "ghcr.io/acme/web:1.4.2"}]}}}}`;
    folder = new Folder({ 'base/set.yaml': set, 'base/kustomization.yaml': 'namePrefix: a-\nresources: [set.yaml]\n' });
    expect(await found('.')).not.toContain('base/set.yaml workload-name-too-long');
    folder.write('prod/kustomization.yaml', 'namePrefix: production-\nresources: [../base]\n');
    expect(await found('.')).toContain('base/set.yaml workload-name-too-long');
  });

  test('objects that are built in different places do not meet', async () => {
    const services = { 'webhook/service.yaml': SERVICE('webhook'), 'webhook/kustomization.yaml': 'resources: [service.yaml]\n' };
    folder = new Folder({ ...base, ...services, 'default/kustomization.yaml': 'resources: [../base]\n' });
    expect(await found('.')).toEqual([]);
    folder.write('default/kustomization.yaml', 'resources: [../base, ../webhook]\n');
    expect(await found('.')).toEqual(['webhook/service.yaml service-port-name-unknown']);
  });

  test('what is built together meets, however far apart its folders are', async () => {
    const far = 'apps/shop/web/prod';
    folder = new Folder({ 'base/web.yaml': DEPLOYMENT, 'base/kustomization.yaml': 'resources: [web.yaml]\n', [`${far}/service.yaml`]: SERVICE('webhook'), [`${far}/kustomization.yaml`]: 'resources: [service.yaml, ../../../../base]\n' });
    expect(await found('.')).toEqual([`${far}/service.yaml service-port-name-unknown`]);
  });

  test('a file that the kustomization beside it leaves out is no part of what is built', async () => {
    folder = new Folder({ ...base, 'rbac/metrics.yaml': SERVICE('metrics'), 'rbac/kustomization.yaml': 'resources: []\n', 'kustomization.yaml': 'resources: [base, rbac]\n' });
    expect(await found('.')).toEqual([]);
    folder.write('rbac/kustomization.yaml', 'resources: [metrics.yaml]\n');
    expect(await found('.')).toEqual(['rbac/metrics.yaml service-port-name-unknown']);
  });

  test.each([
    ['replacements', 'replacements: [{source: {kind: Service, name: web}, targets: [{select: {kind: Deployment}, fieldPaths: [spec]}]}]\n'],
    ['transformers', 'transformers: [change.yaml]\n'],
  ])('what %s may change is not judged, and a note says so once', async (field, text) => {
    folder = new Folder({ 'web.yaml': DEPLOYMENT, 'service.yaml': SERVICE('https'), 'kustomization.yaml': 'resources: [web.yaml, service.yaml]\n' });
    expect(await found('.')).toEqual(['service.yaml service-port-name-unknown']);
    folder.write('kustomization.yaml', `resources: [web.yaml, service.yaml]\n${text}`);
    expect(await found('.')).toEqual([]);
    const { code, stderr } = await folder.run('lint', 'kustomization.yaml', 'web.yaml', 'service.yaml');
    const note = `note: kustomizations are not built, and the effect of ${field} in '.' is not known: check what is built too, with 'kubectl kustomize . | cdk8s-pod-patterns lint -'`;
    expect([code, stderr.split('\n')[0]]).toEqual([0, note]);
    expect(stderr.split('note:')).toHaveLength(2);
  });

  test.each([
    ['helmCharts: [{name: settings}]\n'],
    ['generators: [secrets.yaml]\n'],
    ['resources: [job.yaml, service.yaml, "https://example.com/settings.yaml"]\n'],
  ])('what may come from elsewhere is not missing (%s)', async (text) => {
    folder = new Folder({ 'job.yaml': JOB('settings'), 'service.yaml': SERVICE('http'), 'kustomization.yaml': 'resources: [job.yaml, service.yaml]\n' });
    expect(await found('.')).toEqual(['job.yaml config-not-given']);
    folder.write('kustomization.yaml', text.includes('resources') ? text : `resources: [job.yaml, service.yaml]\n${text}`);
    expect(await found('.')).toEqual([]);
  });

  test('kustomizations that take one another in are no endless work', async () => {
    folder = new Folder({ 'a/kustomization.yaml': 'resources: [../b, web.yaml]\n', 'b/kustomization.yaml': 'resources: [../a]\n', 'a/web.yaml': DEPLOYMENT });
    expect(await found('.')).toEqual([]);
  });
});
