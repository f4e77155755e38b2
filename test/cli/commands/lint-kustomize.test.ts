import { Folder } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

describe('with kustomize', () => {
  const findings = async (...files: string[]): Promise<string[]> => {
    const { stdout } = await folder.run('lint', '--format', 'json', ...files);
    return JSON.parse(stdout).findings.map(({ rule, file }: any) => `${file} ${rule}`);
  };
  const AUTOSCALER = '{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: web},'
    + ' metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]}}';

  test.each([
    ['in an overlay', 'web/base/web.yaml', 'web/overlays/production/hpa.yaml', ['hpa-without-requests']],
    ['in another example', 'examples/one/manifests/web.yaml', 'examples/two/autoscaling/hpa/hpa.yaml', []],
  ])('an object means those of its application: %s', async (_, one, other, expected) => {
    folder = new Folder({ [one]: partial.replace('image: ghcr.io/acme/web', 'image: ghcr.io/acme/web:1').replace(/ +volumeMounts.*\n/, ''), [other]: AUTOSCALER });
    expect((await findings('.')).filter((line) => line.startsWith(other))).toEqual(expected.map((rule) => `${other} ${rule}`));
  });

  const partial = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web
          volumeMounts: [{name: data, mountPath: /data}]
`;

  test.each([
    ['patches: [{path: patches/web.yaml}]'],
    ['patchesStrategicMerge: [patches/web.yaml]'],
  ])('a file that a kustomization names as a patch is no whole manifest (%s)', async (patches) => {
    folder = new Folder({ 'kustomization.yaml': `${patches}\n`, 'patches/web.yaml': partial, 'other/web.yaml': partial });
    const expected = ['other/web.yaml image-without-version', 'other/web.yaml mount-without-volume'];
    expect((await findings('.')).sort()).toEqual(expected);
    expect(await findings('patches/web.yaml')).toEqual([]);
  });

  test('a document with a directive of a patch is none either', async () => {
    folder = new Folder({ 'a.yaml': partial.replace('    spec:\n', '    spec:\n      $patch: merge\n') });
    expect(await findings('a.yaml')).toEqual([]);
  });

  test('a patch may add the port that a Service names', async () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 443, targetPort: https}]}\n';
    const whole = partial.replace('image: ghcr.io/acme/web', 'image: ghcr.io/acme/web:1').replace(/ +volumeMounts.*\n/, '');
    const patch = whole.replace(/ +image.*\n/, '').replace('- name: web', '- {name: proxy, image: "ghcr.io/acme/proxy:1", ports: [{name: https, containerPort: 8443}]}');
    folder = new Folder({ 'web.yaml': whole, 'service.yaml': service, 'patch.yaml': patch });
    expect(await findings('web.yaml', 'service.yaml')).toEqual(['service.yaml service-port-name-unknown']);
    folder.write('kustomization.yaml', 'patches: [{path: patch.yaml}]\n');
    expect((await findings('.')).filter((line) => line.startsWith('service.yaml'))).toEqual([]);
    folder.write('patch.yaml', patch.replace(/, ports: .*}/, '}'));
    expect((await findings('.')).filter((line) => line.startsWith('service.yaml'))).toHaveLength(1);
  });

  test('what its vars replace is no missing variable', async () => {
    const args = partial.replace(/image: .*\n +volumeMounts.*/, "image: ghcr.io/acme/web:1\n          args: ['--name=$(WEB_NAME)-$(OTHER)']");
    folder = new Folder({ 'web.yaml': args, 'kustomization.yaml': 'resources: [web.yaml]\nvars: [{name: WEB_NAME, objref: {kind: Deployment, name: web, apiVersion: apps/v1}}]\n' });
    const { stdout } = await folder.run('lint', '--format', 'json', 'web.yaml');
    expect(JSON.parse(stdout).findings.map(({ message }: any) => message)).toEqual([expect.stringContaining('$(OTHER)')]);
  });

  test.each([
    ['operations', 'patches: [{path: ports.json, target: {kind: Deployment, name: w.b}}]'],
    ['operations in the kustomization', 'patchesJson6902: [{patch: "[]", target: {group: apps, version: v1, kind: Deployment, name: web}}]'],
    ['a manifest for all of a kind', 'patches: [{patch: "kind: Deployment\\nmetadata: {name: x}\\n", target: {kind: Deployment}}]'],
    ['a manifest with its own target', 'patches:\n  - patch: |\n      kind: Deployment\n      metadata:\n        name: web\n'],
    ['the second of several manifests', 'patches:\n  - patch: |\n      kind: ConfigMap\n      metadata:\n        name: a\n      ---\n      kind: Deployment\n      metadata:\n        name: web\n'],
    ['a change of the Service', 'patches: [{path: ports.json, target: {kind: Service}}]'],
  ])('what patches change is not judged across objects: %s', async (_, patches) => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 443, targetPort: https}]}\n';
    const whole = partial.replace('image: ghcr.io/acme/web', 'image: ghcr.io/acme/web:1').replace(/ +volumeMounts.*\n/, '');
    folder = new Folder({ 'web.yaml': whole, 'service.yaml': service, 'overlay/ports.json': '[]', 'overlay/kustomization.yaml': `${patches}\n` });
    expect(await findings('.')).toEqual([]);
    folder.write('overlay/kustomization.yaml', 'patches: [{path: ports.json, target: {kind: Deployment, name: worker}}]\n');
    expect(await findings('.')).toEqual(['service.yaml service-port-name-unknown']);
  });

  test('replicas that a kustomization sets are not those of the manifest', async () => {
    const budget = 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\n';
    const whole = partial.replace('image: ghcr.io/acme/web', 'image: ghcr.io/acme/web:1').replace(/ +volumeMounts.*\n/, '');
    folder = new Folder({ 'web.yaml': whole, 'budget.yaml': budget, 'kustomization.yaml': 'replicas: [{name: other, count: 3}]\n' });
    expect(await findings('.')).toEqual(['budget.yaml pdb-blocks-eviction']);
    folder.write('kustomization.yaml', 'replicas: [{name: web, count: 3}]\n');
    expect(await findings('.')).toEqual([]);
  });

  test('an assertion of a test of an operator is no whole manifest', async () => {
    folder = new Folder({ '01-assert.yaml': partial, 'assert-web.yaml': partial, 'a/00-errors.yaml': partial, 'asserted.yaml': partial, 'pod-assert.yaml': partial });
    expect((await findings('.')).sort()).toEqual(['asserted.yaml image-without-version', 'asserted.yaml mount-without-volume']);
  });

  test('a selector may be missing below a kustomization, and nowhere else', async () => {
    const without = partial.replace(/ {2}selector.*\n/, '').replace('image: ghcr.io/acme/web', 'image: ghcr.io/acme/web:1').replace(/ +volumeMounts.*\n/, '');
    folder = new Folder({ 'base/kustomization.yaml': 'resources: [web.yaml]\n', 'base/web.yaml': without, 'other/web.yaml': without });
    expect(await findings('.')).toEqual(['other/web.yaml selector-does-not-match']);
  });
});
