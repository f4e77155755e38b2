import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExamples } from './support/gallery';
import { ROOT } from './support/markdown';
import { podsOf, refusals } from './support/restricted';
import { synthesize } from './support/synthesize';

/*
 * What users copy starts as it stands, also in a namespace with restricted Pod Security. A block that does not says where it
 * does, in a comment that begins with `// Only `.
 */

const pages = readExamples().map(({ code }): [string, string] => [`${code.file}:${code.line}`, code.text]);
const comments = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).flatMap((file) => (
  examplesOf(readFileSync(join(ROOT, 'src', file), 'utf8')).map((text): [string, string] => [`src/${file}`, text])));

/** The examples of doc comments that declare a chart. */
function examplesOf(source: string): string[] {
  return (source.match(/\/\*\*[^]*?\*\//g) ?? []).flatMap((comment) => {
    const [, ...examples] = comment.replace(/^ *(\/\*\*|\*\/|\* ?)/gm, '').split(/^@example\n/m);
    return examples.map((example) => example.split(/^@/m)[0]).filter((example) => /^const chart = /m.test(example));
  });
}

test.each([...pages, ...comments])('%s starts as it stands', (_, code) => {
  const refused = podsOf(synthesize(code)).flatMap(([name, pod]) => refusals(pod).map((refusal) => `${name}: ${refusal}`));
  const says = /^ *\/\/ Only /m.test(code);
  expect({ says, refused: says ? 'a few' : refused }).toEqual({ says: refused.length > 0, refused: says ? 'a few' : [] });
});

test('there are examples in doc comments', () => {
  expect(comments.length).toBeGreaterThan(15);
});

describe('the check itself', () => {
  const manifests: any[] = synthesize(pages.find(([where]) => where.startsWith('README.md'))![1]);
  const [, pod] = podsOf(manifests)[0];

  test.each<[string, object]>([
    ['runAsUser', { runAsUser: undefined }],
    ['runAsUser', { runAsUser: 0 }],
    ['allowPrivilegeEscalation', { allowPrivilegeEscalation: undefined }],
    ['capabilities', { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }],
    ['seccompProfile', { seccompProfile: undefined }],
    ['privileged', { privileged: true }],
  ])('finds a container refused for %s: %j', (refusal, change) => {
    const [app] = pod.containers;
    expect(refusals(pod)).toEqual([]);
    expect(refusals({ ...pod, containers: [{ ...app, securityContext: { ...app.securityContext, ...change } }] })).toEqual([`${app.name}: ${refusal}`]);
  });
});
