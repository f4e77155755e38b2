import { Folder } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

describe('with kustomize', () => {
  const findings = async (...files: string[]): Promise<string[]> => {
    const { stdout } = await folder.run('lint', '--format', 'json', ...files);
    return JSON.parse(stdout).findings.map(({ rule, file }: any) => `${file} ${rule}`);
  };
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
  });

  test('a selector may be missing below a kustomization, and nowhere else', async () => {
    const without = partial.replace(/ {2}selector.*\n/, '').replace('image: ghcr.io/acme/web', 'image: ghcr.io/acme/web:1').replace(/ +volumeMounts.*\n/, '');
    folder = new Folder({ 'base/kustomization.yaml': 'resources: [web.yaml]\n', 'base/web.yaml': without, 'other/web.yaml': without });
    expect(await findings('.')).toEqual(['other/web.yaml selector-does-not-match']);
  });
});
