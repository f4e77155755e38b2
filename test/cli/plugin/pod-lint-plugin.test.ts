import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ValidationContext } from 'cdk8s-cli/plugins';
import { LintSeverity, PodLintPlugin, PodLintPluginProps } from '../../../src';

const POD = (names: readonly string[], annotations = '{}'): string => `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, annotations: ${annotations}}
spec:
  containers: [${names.map((name) => `{name: ${name}, image: "ghcr.io/acme/${name}:1.4.2"}`).join(', ')}]
`;

let folder: string;
beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plugin-')); });
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** What cdk8s-cli reports after it has run the plugin on a manifest. */
async function report(yaml: string, props?: PodLintPluginProps): Promise<any> {
  const file = path.join(folder, 'shop.k8s.yaml');
  fs.writeFileSync(file, yaml);
  const context = new ValidationContext([file], 'cdk8s-pod-patterns', '1.0.0', { web: { path: 'shop/Web' } }, false);
  await new PodLintPlugin(props).validate(context);
  return context.report.toJson();
}

test('reports what is found, with construct, container and path, and fails', async () => {
  const { summary, violations } = await report(POD(['app', 'app']));
  expect(summary.status).toBe('failure');
  expect(violations).toContainEqual({
    ruleName: 'duplicate-container-name',
    recommendation: "error: container name 'app' is taken twice in this pod",
    fix: 'give one of them another name',
    violatingConstructs: [{
      resourceName: 'web', locations: ['container app: spec.containers[1].name'], manifestPath: expect.stringContaining('shop.k8s.yaml'), constructPath: 'shop/Web',
    }],
  });
});

test('what is not an error is reported, and fails only where that is wanted', async () => {
  const yaml = POD(['app'], '{pod-lint/no-such: Why not.}');
  expect(await report(yaml)).toMatchObject({ summary: { status: 'success' }, violations: expect.arrayContaining([expect.objectContaining({ ruleName: 'unused-suppression' })]) });
  expect((await report(yaml, { failOn: LintSeverity.WARNING })).summary.status).toBe('failure');
});

test('what is wrong alike in several places is one violation', async () => {
  const { violations } = await report(`${POD(['app', 'app'])}---${POD(['app', 'app']).replace('name: web', 'name: other')}`);
  const [violation, ...others] = violations.filter(({ ruleName }: any) => ruleName === 'duplicate-container-name');
  expect(violation.violatingConstructs.map(({ resourceName }: any) => resourceName)).toEqual(['web', 'other']);
  expect(others).toEqual([]);
});

test('errors come before what can wait, and before what is only worth knowing', async () => {
  const { violations } = await report(`${POD(['app']).replace(':1.4.2', ':latest')}---${POD(['app', 'app'])}`, { strict: true });
  const severities = violations.map(({ recommendation }: any) => /^\w+/.exec(recommendation)![0]);
  expect(new Set(severities)).toEqual(new Set(['error', 'warning', 'info']));
  expect(severities).toEqual([...severities].sort((one, other) => ['error', 'warning', 'info'].indexOf(one) - ['error', 'warning', 'info'].indexOf(other)));
});

test('compares versions of Kubernetes', async () => {
  const sidecar = POD(['app']).replace('  containers:', '  initContainers: [{name: logs, image: "ghcr.io/acme/logs:1.4.2", restartPolicy: Always}]\n  containers:');
  const { violations } = await report(sidecar, { kubernetes: '1.28, 1.34' });
  expect(violations.find(({ ruleName }: any) => ruleName === 'sidecar-on-old-version').recommendation).toMatch(/^error: container 'logs' .* \(Kubernetes 1\.28\)$/);
});

test('custom resources have their pods where the properties say', async () => {
  const worker = POD(['app', 'app']).replace('v1\nkind: Pod', 'example.com/v1\nkind: Worker');
  const rules = async (props: PodLintPluginProps): Promise<string[]> => (await report(worker, props)).violations.map(({ ruleName }: any) => ruleName);
  expect(await rules({ podTemplates: [{ group: 'example.com', kind: 'Worker', path: 'spec' }] })).toContain('duplicate-container-name');
  expect(await rules({})).toEqual([]);
});

test('annotations suppress findings', async () => {
  const { violations } = await report(POD(['app', 'app'], '{pod-lint/duplicate-container-name: A webhook renames one.}'));
  expect(violations.map(({ ruleName }: any) => ruleName)).not.toContain('duplicate-container-name');
});

describe('with a pod-lint.yaml', () => {
  const twice = POD(['app', 'app']);
  const configure = (text: string): void => fs.writeFileSync(path.join(folder, 'pod-lint.yaml'), text);
  const rulesFound = async (yaml: string, props?: PodLintPluginProps): Promise<string[]> => (
    (await report(yaml, props)).violations.map(({ ruleName }: any) => ruleName));

  test.each([
    ["ignore: [{rule: duplicate-container-name, reason: A chart that we cannot edit., object: '*/web', container: app}]"],
    ['ignore: [{rule: duplicate-container-name, reason: A chart that we cannot edit., file: shop.k8s.yaml}]'],
    ["ignore: [{rule: duplicate-container-name, reason: A chart that we cannot edit., at: 'shop.k8s.yaml:6'}]"],
    ['rules: {duplicate-container-name: off}'],
    ["exclude: ['shop.*']"],
    ['baseline: known.json'],
  ])('leaves out what that accepts (%s)', async (text) => {
    expect(await rulesFound(twice)).toContain('duplicate-container-name');
    const entry = { file: 'shop.k8s.yaml', rule: 'duplicate-container-name', object: 'Pod shop/web', container: 'app', count: 1 };
    fs.writeFileSync(path.join(folder, 'known.json'), JSON.stringify({ version: 1, findings: [entry] }));
    configure(text);
    expect(await rulesFound(twice)).not.toContain('duplicate-container-name');
    expect(await rulesFound(twice)).not.toContain('unused-suppression');
  });

  test('says what in it suppresses nothing', async () => {
    configure('ignore: [{rule: duplicate-container-name, reason: Not ours., object: Pod other}]');
    expect(await rulesFound(twice)).toEqual(expect.arrayContaining(['duplicate-container-name', 'unused-suppression']));
  });

  test('properties go before what it says', async () => {
    configure("failOn: warning\nkubernetes: ['1.28', '1.34']\n");
    const yaml = POD(['app'], '{pod-lint/no-such: Why not.}');
    expect((await report(yaml)).summary.status).toBe('failure');
    expect((await report(yaml, { failOn: LintSeverity.ERROR })).summary.status).toBe('success');
    const sidecar = POD(['app']).replace('  containers:', '  initContainers: [{name: logs, image: "ghcr.io/acme/logs:1.4.2", restartPolicy: Always}]\n  containers:');
    expect(await rulesFound(sidecar)).toContain('sidecar-on-old-version');
    expect(await rulesFound(sidecar, { kubernetes: '1.34' })).not.toContain('sidecar-on-old-version');
  });

  test('fails when it is not valid, or is named and not there', async () => {
    configure('fail-on: error\n');
    await expect(report(twice)).rejects.toThrow(/pod-lint\.yaml:1:1: unknown field 'fail-on' \(did you mean 'failOn'\?\)/);
    await expect(report(twice, { config: 'no.yaml' })).rejects.toThrow("configuration file 'no.yaml' does not exist");
  });
});

test('fails when properties are not valid', () => {
  expect(() => new PodLintPlugin({ kubernetes: '2.0' })).toThrow("Kubernetes version '2.0' is not valid: write it like '1.31'");
  expect(() => new PodLintPlugin({ failOn: 'never' as LintSeverity })).toThrow("failOn 'never' is not valid: use one of error, warning, info");
});
