import { BAD, Folder } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web:1.4.2\n';
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

/** Unusual files with the exit code that errors alone give. */
const ODD: readonly (readonly [string, string | Uint8Array, number])[] = [
  ['anchors and merges', 'x: &a {name: web, image: "web:1"}\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [*a, {<<: [*a, {tty: true}], name: b}]\n', 0],
  ['an alias of another document', 'a: &x 1\n---\nb: *x\n', 2],
  ['separators with comments', `--- # one\n${POD}--- # two\n${BAD}...\n# end\n`, 1],
  ['directives', `%YAML 1.2\n%TAG ! tag:example.com,2026:\n---\n${POD}...\n%YAML 1.1\n---\n${BAD}`, 1],
  ['tags', POD.replace('name: web\nspec', 'name: !!str 123\n  labels: {a: !!str yes, b: !!int "3", c: !custom x}\nspec'), 1],
  ['CRLF', BAD.replace(/\n/g, '\r\n'), 1],
  ['a byte order mark', `\ufeff${BAD}`, 1],
  ['UTF-16', utf16(BAD), 1],
  ['UTF-16, big end first', utf16(BAD).swap16(), 1],
  ['JSON with tabs', '{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"spec": {"containers": [{"name": "a"}]}\n}', 0],
  ['JSON Lines', '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"a"},{"name":"a"}]}}\n'.repeat(2), 1],
  ['nothing', '', 0],
  ['empty documents', '---\n---\n\n---\n# c\n---\n', 0],
  ['comments', '# one\n# two\n', 0],
  ['a List in a List', `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n  - ${BAD.replace(/\n/g, '\n    ').trimEnd()}\n`, 1],
  ['Lists without items', 'apiVersion: v1\nkind: List\nitems: null\n---\napiVersion: v1\nkind: PodList\n---\napiVersion: v1\nkind: List\nitems: [null, 3, [], {}]\n', 0],
  ['containers that are none', `${POD}    -\n    - ~\n    - web\n    - 3\n    - []\n`, 1],
  ['nothing in a workload', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: null\nspec: {selector: {}, template: {metadata: null, spec: {containers: null, volumes: ~}}}\n', 0],
  ['numbers as names', BAD.replace(/app|web/g, '123'), 1],
  ['no object', 'apiVersion: 3\nkind: Pod\n---\napiVersion: v1\nkind: [Pod]\n---\n[1, 2]\n---\ntext\n---\n42\n', 0],
  ['names of JavaScript', POD.replace(/name: web/g, 'name: __proto__').replace('metadata:', '__proto__: {a: 1}\nmetadata:\n  labels: {constructor: a, __proto__: b, toString: c}')
    + '---\napiVersion: constructor/v1\nkind: __proto__\n', 0],
  ['a key that is a list', `${POD}? [a, b]\n: c\n`, 2],
  ['what is no text', Uint8Array.from({ length: 256 }, (_, index) => index), 2],
  ['a zero at the end', `${POD}\0`, 2],
  ['a control character in a comment', `${POD}# a\u0007b\n`, 2],
  ['line breaks of Unicode alone, which start no line', BAD.replace('namespace: shop', 'namespace: shop\n  annotations: {a: "b\u2028---\u2028c\u0085d\u2029"}'), 1],
  ['text over several lines', `${BAD}      args: ["a\n  b", 'c\n\n d']\n      command:\n        - >-\n          folded\n          text\n        - |+\n          literal\n\n`, 1],
];

test.each(ODD)('%s is checked, or it is said why not', async (_, content, expected) => {
  folder = new Folder({ 'odd.yaml': content, 'other.yaml': POD });
  const { code, stdout, stderr } = await folder.run('lint', '--strict', '--fail-on', 'error', '.');
  expect([code, stdout]).toEqual([expected, expected === 2 ? expect.stringMatching(/not checked: (?!.*fault of the rule)/) : expect.not.stringContaining('not checked')]);
  expect(stderr).toContain('files');
});

test.each(ODD.filter(([, , code]) => code < 2))('what is fixed in %s is fixed once', async (_, content) => {
  folder = new Folder({ 'odd.yaml': content });
  await folder.run('lint', '--strict', '--fix=unsafe', 'odd.yaml');
  const fixed = folder.read('odd.yaml');
  const { code, stdout, stderr } = await folder.run('lint', '--strict', '--fail-on', 'error', '--fix=unsafe', 'odd.yaml');
  expect(stderr).toContain('fixes made: 0\n');
  expect(stdout).not.toContain('not checked');
  expect(code).toBeLessThan(2);
  expect(folder.read('odd.yaml')).toBe(fixed);
});
