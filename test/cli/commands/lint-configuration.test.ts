import { BAD, Folder, RULE } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

describe('the configuration file', () => {
  const ignore = (more: string): string => `ignore:\n  - rule: ${RULE}\n    reason: A chart that we cannot edit.\n${more}`;

  test.each([
    ['of everything', ''],
    ['of an object', '    object: Pod shop/web\n'],
    ['of an object of any namespace', '    object: Pod web\n'],
    ['of objects by a pattern', '    object: w*\n'],
    ['of a name in all namespaces', "    object: '*/web'\n"],
    ['of a namespace', '    object: Pod shop/*\n'],
    ['of a container', '    container: app\n'],
    ['of a file', '    file: charts/**\n'],
    ['of a line and column', '    at: charts/a.yaml:12:13\n'],
    ['of a line', '    at: charts/a.yaml:12\n'],
  ])('suppresses findings %s', async (_, more) => {
    folder = new Folder({ 'charts/a.yaml': BAD, 'pod-lint.yaml': ignore(more) });
    expect(await folder.found('charts')).toEqual([]);
  });

  test.each(['*/web', 'Pod */web', 'Pod */*'])('suppresses findings of %s where an object says no namespace', async (object) => {
    folder = new Folder({ 'a.yaml': BAD.replace('  namespace: shop\n', ''), 'pod-lint.yaml': ignore(`    object: '${object}'\n`) });
    expect(folder.read('a.yaml')).not.toContain('namespace');
    expect(await folder.found('a.yaml')).toEqual([]);
  });

  test.each(['duplicate-*', '*'])('suppresses findings of several rules (%s)', async (rules) => {
    folder = new Folder({ 'charts/a.yaml': BAD, 'pod-lint.yaml': `ignore: [{rule: '${rules}', reason: A chart that we cannot edit.}]` });
    expect(await folder.run('lint', 'charts')).toMatchObject({ code: 0, stdout: '' });
    folder.write('charts/a.yaml', '');
    expect(await folder.found('charts')).toEqual(['pod-lint.yaml:1 unused-suppression']);
  });

  test.each(['    object: Pod other\n', '    container: other\n', '    file: other/**\n', '    at: charts/a.yaml:13\n'])('that suppresses nothing is a finding (%j)', async (more) => {
    folder = new Folder({ 'charts/a.yaml': BAD, 'pod-lint.yaml': ignore(more) });
    expect(await folder.found('charts')).toEqual([`charts/a.yaml:12 ${RULE}`, 'pod-lint.yaml:2 unused-suppression']);
  });

  test.each([
    ['    at: charts/a.yaml:13\n', '--fix'],
    ['    file: charts/*\n    container: other\n', '--fix'],
    ['    object: Pod other\n', '--fix=unsafe'],
  ])('loses with a fix what suppresses nothing (%j, %s)', async (more, fix) => {
    const kept = `  - rule: ${RULE}\n    reason: Vendored.\n    container: app\n`;
    folder = new Folder({ 'charts/a.yaml': BAD, 'pod-lint.yaml': `# ours\n${ignore(more)}${kept}` });
    if (fix !== '--fix') {
      await folder.run('lint', '--fix', 'charts');
      expect(folder.read('pod-lint.yaml')).toContain(more);
    }
    await folder.run('lint', fix, 'charts');
    expect(folder.read('pod-lint.yaml')).toBe(`# ours\nignore:\n${kept}`);
  });

  test('may be about other files than those that are named one by one', async () => {
    folder = new Folder({ 'charts/a.yaml': BAD, 'charts/b.yaml': '', 'pod-lint.yaml': ignore('    file: charts/a.yaml\n') });
    expect(await folder.found('charts/b.yaml')).toEqual([]);
    expect(await folder.found('charts/b.yaml', 'charts/a.yaml')).toEqual([]);
  });

  test.each([
    ['rules:\n  no-such: off\n', "pod-lint.yaml:2:3: unknown rule 'no-such': 'cdk8s-pod-patterns explain' lists all"],
    ['ignore: [{rule: no-such}]', "pod-lint.yaml:1:17: unknown rule 'no-such': 'cdk8s-pod-patterns explain' lists all"],
    ['ignore:\n  - rule: duplicate-container-name\n', 'pod-lint.yaml:2:5: ignore[0].reason is missing'],
    ['ignore: [{rule: duplicate-container-name, reason: " "}]', 'pod-lint.yaml:1:51: ignore[0].reason must be a text that is not empty'],
    ['strict: true\n---\nfailOn: error\n', 'pod-lint.yaml:3:1: there are 2 documents: a configuration is one'],
    ['fail-on: error\n', "pod-lint.yaml:1:1: unknown field 'fail-on' (did you mean 'failOn'?): use one of kubernetes, "],
    ['kubernetes: []\n', "no version of Kubernetes is named: write it like '1.31'"],
    ['ignore: 5\n', 'pod-lint.yaml:1:9: ignore must be a list, and is the number 5\n'],
    ['failOn: never\n', 'pod-lint.yaml:1:9: failOn must be one of error, warning, info, and is the string "never"\n'],
    ['failOn:\n', 'pod-lint.yaml:1:1: failOn is empty: it must be one of error, warning, info, or be left out\n'],
    ['kubernetes: 1.30\n', 'pod-lint.yaml:1:13: kubernetes must be a text that is not empty, and 1.30 is read as the number 1.3: write text in quotes\n'],
    ["kubernetes: ['1.30', 1.31]\n", 'pod-lint.yaml:1:22: kubernetes[1] must be a text that is not empty, and 1.31 is read as the number 1.31: write text in quotes\n'],
    ['kubernetes: {a: b}\n', 'pod-lint.yaml:1:1: kubernetes must be a text or a list of texts, and is an object\n'],
    ['ignore: [{rule: duplicate-key, reason: y}]', 'pod-lint.yaml:1:40: ignore[0].reason must be a text that is not empty, and y is read as the boolean true: write text in quotes\n'],
    ['ignore: [{rule: duplicate-key, reason: 1}]', 'pod-lint.yaml:1:40: ignore[0].reason must be a text that is not empty, and 1 is read as the number 1: write text in quotes\n'],
    ['ignore: [{rule: duplicate-key, reason: }]', 'ignore[0].reason is empty: it must be a text that is not empty, or be left out\n'],
    ['ignore: [{rule: duplicate-key, reason: Vendored., object: }]', 'ignore[0].object is empty'],
    ['ignore: [{rule: duplicate-key, reason: Vendored., container: no}]', 'ignore[0].container must be a text that is not empty, and no is read as the boolean false: write text in quotes\n'],
    ['podTemplates: [{group: example.com, kind: Worker, path: 010}]', 'podTemplates[0].path must be a text that is not empty, and 010 is read as the number 8: write text in quotes\n'],
    ['rules: {duplicate-key: on}', 'pod-lint.yaml:1:24: rules.duplicate-key must be one of error, warning, info, off, and on is read as the boolean true: write text in quotes\n'],
    ['rules: {duplicate-key: }', 'rules.duplicate-key is empty'],
    ['exclude: [null]', 'exclude[0] is empty'],
    ['strict: 1\n', 'pod-lint.yaml:1:9: strict must be true or false, and is the number 1\n'],
    ['strict: "true"\n', 'strict must be true or false, and is the string "true"\n'],
    ['baseline: [a]\n', 'baseline must be a text that is not empty, and is a list\n'],
    ['a\n', 'pod-lint.yaml:1:1: the file must be a mapping, and is the string "a"\n'],
    ['kubernetes: "2.1"\n', "pod-lint.yaml:1:13: Kubernetes version '2.1' is not valid: write it like '1.31'"],
    ['a: [\n', 'pod-lint.yaml:2:1: not valid YAML'],
    ['strict: true\nrules: {}\nstrict: false\n', "pod-lint.yaml:3:1: field 'strict' is here a second time: remove one of them"],
    ['ignore: [{rule: duplicate-key, reason: A, reason: B}]', "pod-lint.yaml:1:43: field 'reason' is here a second time: remove one of them"],
    ['exclude: [vendor, /charts]', "pod-lint.yaml:1:19: '/charts' is an absolute path, which matches nothing: write it from the folder of this file"],
    ['ignore: [{rule: duplicate-key, reason: A, file: /a.yaml}]', "'/a.yaml' is an absolute path"],
    ['ignore: [{rule: duplicate-key, reason: A, at: "/a.yaml:1"}]', "'/a.yaml:1' is an absolute path"],
    ['exclude: ["C:/charts"]', "'C:/charts' is an absolute path"],
    ['exclude: [charts\\vendor]', "pod-lint.yaml:1:11: 'charts\\vendor' has a backslash between folders, which matches nothing: write 'charts/vendor'"],
    ['ignore: [{rule: duplicate-key, reason: A, at: "a.yaml"}]', "'a.yaml' has no line: write it like 'web.yaml:12:9' or 'web.yaml:12', or use 'file' for a whole file"],
    [Uint8Array.of(0x61, 0x0a, 0xff), 'pod-lint.yaml:2:1: not text in UTF-8: save it in UTF-8'],
  ])('fails when it says %j', async (text, message) => {
    folder = new Folder({ 'a.yaml': BAD, 'pod-lint.yaml': text });
    const { code, stderr } = await folder.run('lint', 'a.yaml');
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('may have lists and mappings with nothing in them', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'pod-lint.yaml': ['kubernetes', 'rules', 'exclude', 'podTemplates', 'ignore'].map((field) => `${field}:\n`).join('') });
    expect(await folder.found('a.yaml')).toEqual([`a.yaml:12 ${RULE}`]);
  });

  test('turns rules off, and changes what they weigh', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'pod-lint.yaml': `rules:\n  ${RULE}: off\n` });
    expect(await folder.found('a.yaml')).toEqual([]);
    folder.write('pod-lint.yaml', `rules:\n  ${RULE}: info\n`);
    expect(JSON.parse((await folder.run('lint', '--format', 'json', 'a.yaml')).stdout).findings).toContainEqual(expect.objectContaining({ rule: RULE, severity: 'info' }));
  });

  test('names where custom resources have their pods', async () => {
    const worker = BAD.replace('apiVersion: v1\nkind: Pod', 'apiVersion: example.com/v1\nkind: Worker').replace('spec:\n', 'run:\n spec:\n');
    folder = new Folder({ 'a.yaml': worker, 'pod-lint.yaml': 'podTemplates:\n  - group: example.com\n    kind: Worker\n    path: run\n' });
    expect(await folder.found('a.yaml')).toEqual([`a.yaml:13 ${RULE}`]);
  });
});

test.each(['vendor', 'vendor/', 'charts/vendor', './charts/vendor/**', '**/vendor', 'b.yaml', '*/vendor/deep/*.yaml'])('files are left out by %j', async (exclude) => {
  folder = new Folder({ 'charts/vendor/deep/b.yaml': BAD, 'vendored/a.yaml': BAD, 'pod-lint.yaml': `exclude: ['${exclude}']\n` });
  expect(await folder.found('.')).toEqual([`vendored/a.yaml:12 ${RULE}`]);
  folder.delete('pod-lint.yaml');
  expect(await folder.found('.', '--exclude', exclude)).toEqual([`vendored/a.yaml:12 ${RULE}`]);
});

describe('the configuration file is found', () => {
  const off = `rules: {${RULE}: off}\n`;

  test.each([['below/web/a.yaml'], ['below'], ['below/web/a.yaml', 'below/b.yaml']])('above the files %j', async (...files) => {
    folder = new Folder({ 'below/web/a.yaml': BAD, 'below/b.yaml': BAD, 'below/pod-lint.yaml': off });
    expect(await folder.found(...files)).toEqual([]);
  });

  test('in the working directory or above it, where there is none above the files', async () => {
    folder = new Folder({ 'a/a.yaml': BAD, 'b/c/pod-lint.yaml': off });
    process.chdir('b/c');
    expect(await folder.found('../../a')).toEqual([]);
  });

  test('and paths in it start from its folder', async () => {
    const ignore = `ignore: [{rule: ${RULE}, reason: Vendored., at: 'web/a.yaml:12'}, {rule: ${RULE}, reason: Vendored., file: 'other/*'}]\n`;
    folder = new Folder({ 'x/web/a.yaml': BAD, 'x/other/b.yaml': BAD, 'x/left-out/c.yaml': BAD, 'x/pod-lint.yaml': `exclude: left-out/**\n${ignore}` });
    expect(await folder.found('x')).toEqual([]);
    process.chdir('x/web');
    expect(await folder.found('..')).toEqual([]);
  });

  test('fails when the one that is named is not there', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'folder/b.yaml': BAD });
    const wayOut = "correct its path, or leave 'config' out to use the nearest pod-lint.yaml\n";
    expect(await folder.run('lint', '--config', 'no.yaml', 'a.yaml')).toMatchObject({ code: 2, stderr: `error: configuration file 'no.yaml' does not exist: ${wayOut}` });
    expect(await folder.run('lint', '--config', 'folder', 'a.yaml')).toMatchObject({ code: 2, stderr: `error: configuration file 'folder' is not a file: ${wayOut}` });
  });
});

test.each(['lint', 'resources'])('that %s leaves out all files is said', async (command) => {
  folder = new Folder({ 'a.yaml': BAD, 'b.yaml': BAD, 'pod-lint.yaml': 'exclude: [a.yaml]\n' });
  const said = (stderr: string): boolean => stderr.startsWith('note: all files given are excluded\n');
  expect(said((await folder.run(command, 'a.yaml')).stderr)).toBe(true);
  expect(said((await folder.run(command, 'a.yaml', 'b.yaml')).stderr)).toBe(false);
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
    expect(await folder.found('f.yaml')).toEqual([`f.yaml:4 ${RULE}`]);
  });

  test('fail when there is none at the path that is named', async () => {
    folder = new Folder({ 'f.yaml': fleet('{template: {}}'), 'pod-lint.yaml': named('spec.template') });
    const { code, stdout } = await folder.run('lint', '--format', 'json', 'f.yaml');
    expect([code, JSON.parse(stdout).failures[0].message]).toEqual([2, "Fleet f has no pod where 'podTemplates' of the configuration says"]);
  });
});
