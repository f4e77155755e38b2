import { BAD, Folder, RULE } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

/** The rules found by file and line. */
async function found(...args: string[]): Promise<string[]> {
  const { stdout } = await folder.run('lint', '--format', 'json', ...args);
  return JSON.parse(stdout).findings.map(({ rule, file, startLine }: any) => `${file}:${startLine} ${rule}`).filter((line: string) => /duplicate-|suppression/.test(line));
}

describe('inputs', () => {
  test('are files, folders with YAML and JSON, and globs; each file once', async () => {
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { initContainers: [{ name: 'a' }], containers: [{ name: 'a' }] } });
    folder = new Folder({ 'a.yaml': BAD, 'b/c.yml': BAD, 'b/d.json': json, 'b/e.txt': BAD, 'node_modules/f.yaml': BAD });
    expect(await found('.')).toEqual([`a.yaml:12 ${RULE}`, `b/c.yml:12 ${RULE}`, `b/d.json:1 ${RULE}`]);
    expect(await found('b/e.txt', 'b')).toEqual([`b/e.txt:12 ${RULE}`, `b/c.yml:12 ${RULE}`, `b/d.json:1 ${RULE}`]);
    expect(await found('*.yaml', 'a.yaml')).toEqual([`a.yaml:12 ${RULE}`]);
    expect(await found('.', '--exclude', 'b/**')).toEqual([`a.yaml:12 ${RULE}`]);
  });

  test('fails when a folder has nothing to check', async () => {
    folder = new Folder({ 'a/b.txt': BAD });
    expect(await folder.run('lint', 'a')).toMatchObject({ code: 2, stderr: "error: there is no file with the ending yaml, yml, json in 'a'\n" });
    folder.write('a/values.yaml', 'replicas: 2\n');
    expect(await folder.run('lint', 'a')).toMatchObject({ code: 0, stderr: '0 errors, 0 warnings in 1 file; no Kubernetes objects were found\n' });
  });

  test('fails when an argument names nothing', async () => {
    folder = new Folder();
    expect(await folder.run('lint', 'no-such.yaml')).toEqual({
      code: 2, stdout: '', stderr: "error: 'no-such.yaml' is not a file, a directory or a glob that matches files\n",
    });
  });
});

describe('the exit code', () => {
  test('is 0 where nothing is found, 1 after findings, 2 where something could not be checked', async () => {
    folder = new Folder({ 'bad.yaml': BAD, 'empty.yaml': '', 'values.yaml': 'replicas: 2\n', 'broken.yaml': 'a: [\n' });
    expect((await folder.run('lint', 'empty.yaml', 'values.yaml')).code).toBe(0);
    expect((await folder.run('lint', 'bad.yaml')).code).toBe(1);
    expect((await folder.run('lint', 'bad.yaml', 'broken.yaml')).code).toBe(2);
    expect((await folder.run('lint')).code).toBe(2);
    expect((await folder.run('lint', '--format', 'xml', '.')).code).toBe(2);
    expect((await folder.run('--help')).code).toBe(0);
  });

  test('follows --fail-on', async () => {
    folder = new Folder({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n    pod-lint/no-such: Why not.\n' });
    expect((await folder.run('lint', 'a.yaml')).code).toBe(1);
    expect((await folder.run('lint', '--fail-on', 'error', 'a.yaml')).code).toBe(0);
  });
});

test('a broken document does not stop the others, and is reported with line and column', async () => {
  folder = new Folder({ 'a.yaml': `a: 1\n---\nb: 'x' y\n---\n${BAD}`, 'b.yaml': BAD });
  const { stdout, code } = await folder.run('lint', '--format', 'json', '.');
  expect(JSON.parse(stdout).failures).toEqual([{ file: 'a.yaml', line: 3, column: 8, message: expect.stringMatching(/^not valid YAML: /) }]);
  expect(code).toBe(2);
  expect(await found('.')).toEqual([`a.yaml:16 ${RULE}`, `b.yaml:12 ${RULE}`]);
});

describe('comments', () => {
  const withComment = (line: number, comment: string): string => {
    const lines = BAD.split('\n');
    lines[line - 1] += ` ${comment}`;
    return lines.join('\n');
  };

  test.each([8, 12])('on line %d, one of the lines of the finding, suppress it', async (line) => {
    folder = new Folder({ 'a.yaml': withComment(line, `# pod-lint-ignore ${RULE}: A webhook renames one.`).replace('# the first # pod', '# pod') });
    expect(await found('a.yaml')).toEqual([]);
  });

  test('suppress what stands below them', async () => {
    folder = new Folder({ 'a.yaml': BAD.replace('      name: app', `      # pod-lint-ignore ${RULE}: A webhook renames one.\n      # And more.\n      name: app`) });
    expect(await found('a.yaml')).toEqual([]);
  });

  test('elsewhere suppress nothing, which is a finding, and --fix takes them away', async () => {
    const text = withComment(4, `# pod-lint-ignore ${RULE}: Why not.`);
    folder = new Folder({ 'a.yaml': text });
    expect(await found('a.yaml')).toEqual([`a.yaml:12 ${RULE}`, 'a.yaml:4 unused-suppression']);
    await folder.run('lint', '--fix', 'a.yaml');
    expect(folder.read('a.yaml')).toBe(BAD);
  });

  test('without a reason suppress nothing', async () => {
    folder = new Folder({ 'a.yaml': withComment(12, `# pod-lint-ignore ${RULE}`) });
    expect(await found('a.yaml')).toEqual([`a.yaml:12 ${RULE}`, 'a.yaml:12 suppression-without-reason']);
  });

  test('of several rules lose the one that suppresses nothing, by --fix', async () => {
    const text = withComment(12, `# pod-lint-ignore no-such, ${RULE}, unused-volume: A webhook renames one.`);
    folder = new Folder({ 'a.yaml': text });
    expect(await found('a.yaml')).toEqual(['a.yaml:12 unused-suppression', 'a.yaml:12 unused-suppression']);
    await folder.run('lint', '--fix', 'a.yaml');
    expect(folder.read('a.yaml')).toBe(withComment(12, `# pod-lint-ignore ${RULE}: A webhook renames one.`));
  });

  test('of rules that are not asked may be needed another time', async () => {
    const comment = withComment(4, `# pod-lint-ignore ${RULE}: Why not.`);
    folder = new Folder({ 'a.yaml': comment, 'pod-lint.yaml': `rules: {${RULE}: off}\n` });
    expect(await found('a.yaml')).toEqual([]);
  });

  test('of rules that cross objects may be needed with other files, so --fix leaves them', async () => {
    const comment = withComment(4, '# pod-lint-ignore service-selects-nothing: In another folder.');
    folder = new Folder({ 'a.yaml': comment });
    expect(await found('a.yaml')).toContain('a.yaml:4 unused-suppression');
    await folder.run('lint', '--fix', 'a.yaml');
    expect(folder.read('a.yaml')).toBe(comment);
  });

  test('in a script are none', async () => {
    folder = new Folder({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    # pod-lint-ignore x: Why not.\n    true\n' });
    expect(await found('a.yaml')).toEqual([]);
  });
});

describe('the configuration file', () => {
  const ignore = (more: string): string => `ignore:\n  - rule: ${RULE}\n    reason: A chart that we cannot edit.\n${more}`;

  test.each([
    ['of everything', ''],
    ['of an object', '    object: Pod shop/web\n'],
    ['of an object of any namespace', '    object: Pod web\n'],
    ['of objects by a pattern', '    object: w*\n'],
    ['of a container', '    container: app\n'],
    ['of a file', '    file: charts/**\n'],
    ['of a line and column', '    at: charts/a.yaml:12:13\n'],
    ['of a line', '    at: charts/a.yaml:12\n'],
  ])('suppresses findings %s', async (_, more) => {
    folder = new Folder({ 'charts/a.yaml': BAD, 'pod-lint.yaml': ignore(more) });
    expect(await found('charts')).toEqual([]);
  });

  test.each(['    object: Pod other\n', '    container: other\n', '    file: other/**\n', '    at: charts/a.yaml:13\n'])('that suppresses nothing is a finding (%j)', async (more) => {
    folder = new Folder({ 'charts/a.yaml': BAD, 'pod-lint.yaml': ignore(more) });
    expect(await found('charts')).toEqual([`charts/a.yaml:12 ${RULE}`, 'pod-lint.yaml:2 unused-suppression']);
  });

  test.each([
    ['rules:\n  no-such: off\n', "pod-lint.yaml:2:12: unknown field 'no-such': use one of "],
    ['ignore:\n  - rule: duplicate-container-name\n', 'pod-lint.yaml:2:5: ignore.0.reason must be a text'],
    ['ignore: 5\n', 'pod-lint.yaml:1:9: ignore must be a list'],
    ['failOn: never\n', 'pod-lint.yaml:1:9: failOn must be one of error, warning, info'],
    ['kubernetes: 1.30\n', 'pod-lint.yaml:1:13: kubernetes must be a text or a list of texts, in quotes where they look like numbers'],
    ['kubernetes: "2.1"\n', "Kubernetes version '2.1' is not valid: write it like '1.31'"],
    ['a: [\n', 'pod-lint.yaml:2:1: not valid YAML'],
  ])('fails when it says %j', async (text, message) => {
    folder = new Folder({ 'a.yaml': BAD, 'pod-lint.yaml': text });
    const { code, stderr } = await folder.run('lint', 'a.yaml');
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('turns rules off, and changes what they weigh', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'pod-lint.yaml': `rules:\n  ${RULE}: off\n` });
    expect(await found('a.yaml')).toEqual([]);
    folder.write('pod-lint.yaml', `rules:\n  ${RULE}: info\n`);
    expect(JSON.parse((await folder.run('lint', '--format', 'json', 'a.yaml')).stdout).findings).toContainEqual(expect.objectContaining({ rule: RULE, severity: 'info' }));
  });

  test('names where custom resources have their pods', async () => {
    const worker = BAD.replace('apiVersion: v1\nkind: Pod', 'apiVersion: example.com/v1\nkind: Worker').replace('spec:\n', 'run:\n spec:\n');
    folder = new Folder({ 'a.yaml': worker, 'pod-lint.yaml': 'podTemplates:\n  - group: example.com\n    kind: Worker\n    path: run\n' });
    expect(await found('a.yaml')).toEqual([`a.yaml:13 ${RULE}`]);
  });
});

describe('the configuration file is found', () => {
  const off = `rules: {${RULE}: off}\n`;

  test.each([['below/web/a.yaml'], ['below'], ['below/web/a.yaml', 'below/b.yaml']])('above the files %j', async (...files) => {
    folder = new Folder({ 'below/web/a.yaml': BAD, 'below/b.yaml': BAD, 'below/pod-lint.yaml': off });
    expect(await found(...files)).toEqual([]);
  });

  test('in the working directory or above it, where there is none above the files', async () => {
    folder = new Folder({ 'a/a.yaml': BAD, 'b/c/pod-lint.yaml': off });
    process.chdir('b/c');
    expect(await found('../../a')).toEqual([]);
  });

  test('and paths in it start from its folder', async () => {
    const ignore = `ignore: [{rule: ${RULE}, reason: Vendored., at: 'web/a.yaml:12'}, {rule: ${RULE}, reason: Vendored., file: 'other/*'}]\n`;
    folder = new Folder({ 'x/web/a.yaml': BAD, 'x/other/b.yaml': BAD, 'x/left-out/c.yaml': BAD, 'x/pod-lint.yaml': `exclude: left-out/**\n${ignore}` });
    expect(await found('x')).toEqual([]);
    process.chdir('x/web');
    expect(await found('..')).toEqual([]);
  });

  test('fails when the one that is named is not there', async () => {
    folder = new Folder({ 'a.yaml': BAD });
    expect(await folder.run('lint', '--config', 'no.yaml', 'a.yaml')).toMatchObject({ code: 2, stderr: "error: configuration file 'no.yaml' does not exist\n" });
  });
});

describe('pod templates of custom resources', () => {
  const fleet = (spec: string): string => `apiVersion: example.org/v1\nkind: Fleet\nmetadata: {name: f}\nspec: ${spec}\n`;
  const twice = '{containers: [{name: a}, {name: a}]}';
  const named = (path: string): string => `podTemplates: [{group: example.org, kind: Fleet, path: ${path}}]\n`;

  test.each([
    ['spec.workers.*.template', `{workers: [{}, {template: {spec: ${twice}}}]}`],
    ['spec.roles.*.template', `{roles: {leader: {template: {spec: ${twice}}}}}`],
    ['spec.workers.1.template', `{workers: [{}, {template: {spec: ${twice}}}]}`],
    ['spec.pod', `{pod: ${twice}}`],
    ['spec.template.spec', `{template: {spec: ${twice}}}`],
  ])('are found at %s', async (path, spec) => {
    folder = new Folder({ 'f.yaml': fleet(spec), 'pod-lint.yaml': named(path) });
    expect(await found('f.yaml')).toEqual([`f.yaml:4 ${RULE}`]);
  });

  test('fail when there is none at the path that is named', async () => {
    folder = new Folder({ 'f.yaml': fleet('{template: {}}'), 'pod-lint.yaml': named('spec.template') });
    const { code, stdout } = await folder.run('lint', '--format', 'json', 'f.yaml');
    expect([code, JSON.parse(stdout).failures[0].message]).toEqual([2, "Fleet f has no pod where 'podTemplates' of the configuration says"]);
  });
});

describe('a baseline', () => {
  test('means the same files wherever the command runs', async () => {
    folder = new Folder({ 'web/a.yaml': BAD });
    expect((await folder.run('lint', '--write-baseline', 'baseline.json', '.')).stderr).toMatch(/^\d findings? written to baseline.json\n$/);
    process.chdir('web');
    expect((await folder.run('lint', '--baseline', '../baseline.json', process.cwd())).code).toBe(0);
  });

  test('fails when an entry is not valid', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'baseline.json': '{"version": 1, "findings": [{"file": 3}]}' });
    expect(await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining('findings.0 of baseline') });
  });

  test('hides what it has, not what is new, and is pruned', async () => {
    folder = new Folder({ 'a.yaml': BAD });
    expect(await folder.run('lint', '--write-baseline', 'baseline.json', 'a.yaml')).toMatchObject({ code: 0 });
    expect((await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).code).toBe(0);
    folder.write('b.yaml', BAD);
    expect(await found('--baseline', 'baseline.json', '.')).toEqual([`b.yaml:12 ${RULE}`]);
    folder.write('a.yaml', '');
    expect((await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).stderr).toContain('baseline.json has 1 finding more than there are now: --prune-baseline removes what is no longer found');
    await folder.run('lint', '--baseline', 'baseline.json', '--prune-baseline', '.');
    expect(JSON.parse(folder.read('baseline.json')).findings).toEqual([]);
  });

  test('fails when the file is not valid', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'baseline.json': '{}' });
    expect(await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a baseline of version 1') });
  });
});

test('of several versions of Kubernetes, a finding says which it is true of', async () => {
  const sidecar = BAD.replace('      image: ghcr.io/acme/setup:1.4.2\n', '      image: ghcr.io/acme/setup:1.4.2\n      restartPolicy: Always\n');
  folder = new Folder({ 'a.yaml': sidecar });
  const { stdout } = await folder.run('lint', '--format', 'json', '--kubernetes', '1.27,1.34', 'a.yaml');
  const { findings } = JSON.parse(stdout);
  expect(findings.find(({ rule }: any) => rule === 'sidecar-on-old-version').kubernetes).toEqual(['1.27']);
  expect(findings.find(({ rule }: any) => rule === RULE).kubernetes).toBeUndefined();
});

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
