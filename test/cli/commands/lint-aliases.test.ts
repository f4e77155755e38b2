import { Folder } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

describe('what aliases bring to several places is found once', () => {
  const pod = (first: string, second: string): string => (
    `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - name: a\n${first}\n    - name: b\n${second}\n`);
  const findings = async (rule: string): Promise<any[]> => {
    const { stdout } = await folder.run('lint', '--format', 'json', 'a.yaml');
    return JSON.parse(stdout).findings.filter((finding: any) => finding.rule === rule);
  };

  test.each([
    ['a list', 'mount-without-volume', '      volumeMounts: &m\n        - {name: x, mountPath: /x}', '      volumeMounts: *m'],
    ['a text', 'image-without-version', '      image: &i ghcr.io/acme/a:latest', '      image: *i'],
    ['a merged mapping', 'mount-without-volume', '      <<: &m\n        volumeMounts: [{name: x, mountPath: /x}]', '      <<: *m'],
    ['a missing field', 'memory-limit-missing', '      resources: &r\n        requests: {cpu: 1}', '      resources: *r'],
  ])('(%s)', async (_, rule, first, second) => {
    folder = new Folder({ 'a.yaml': pod(first, second) });
    expect(await findings(rule)).toMatchObject([{ container: 'a', related: [{ message: "the same in container 'b'", startLine: second.startsWith('      <<') ? 10 : 9 + (first.match(/\n/g)?.length ?? 0) }] }]);
  });

  test('but two faults in it are two findings', async () => {
    folder = new Folder({ 'a.yaml': pod('      volumeMounts: &m [{name: x, mountPath: /x}, {name: z, mountPath: /z}]', '      volumeMounts: *m') });
    expect((await findings('mount-without-volume')).map(({ related }) => related.length)).toEqual([1, 1]);
  });

  test('and what is suppressed in one container is found in the other one', async () => {
    folder = new Folder({
      'a.yaml': pod('      image: &i ghcr.io/acme/a:latest', '      image: *i')
        .replace('{name: p}', '{name: p, annotations: {pod-lint/image-without-version: "[a] Why not."}}'),
    });
    expect(await findings('image-without-version')).toMatchObject([{ container: 'b', startLine: 9 }]);
  });
});

test('no fix is offered for what aliases share, and one for what they do not', async () => {
  const MANIFEST = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: app
      volumeMounts: [{name: a, mountPath: /a}, {name: b, mountPath: /b}, {name: c, mountPath: /c}]
  volumes:
    - name: a
      configMap: &shared {name: a, defaultMode: 755}
    - name: b
      configMap: *shared
    - name: c
      configMap: {name: a, defaultMode: 755}
`;
  folder = new Folder({ 'a.yaml': MANIFEST });
  const { findings } = JSON.parse((await folder.run('lint', '--format', 'json', 'a.yaml')).stdout);
  expect(findings.filter(({ rule }: any) => rule === 'mode-not-octal').map(({ startLine, fix }: any) => [startLine, fix])).toEqual([[10, undefined], [14, 'safe']]);
  await folder.run('lint', '--fix', 'a.yaml');
  expect(folder.read('a.yaml')).toBe(MANIFEST.replace('configMap: {name: a, defaultMode: 755}', 'configMap: {name: a, defaultMode: 493}'));
});
