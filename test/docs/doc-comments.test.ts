import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/markdown';

/*
 * What users read of a type or a member in an editor and in API.md: its summary, which the compiler of jsii cuts out of the doc comment
 * and leaves in `.jsii`, which `npm test` writes first.
 */

interface Documented {
  readonly name: string;
  readonly docs?: { readonly summary?: string; readonly remarks?: string; readonly example?: string };
}

interface Type extends Documented {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly methods?: (Documented & { readonly overrides?: string })[];
  readonly properties?: (Documented & { readonly overrides?: string })[];
  readonly members?: Documented[];
}

const types: Type[] = Object.values(JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')).types);
const documented = types.flatMap((type): [string, string | undefined][] => [type, ...membersOf(type)].map(({ name, docs }) => (
  [name === type.name ? name : `${type.name}.${name}`, docs?.summary])));

/** What a type inherits is documented where it is declared. */
function membersOf({ methods = [], properties = [], members = [] }: Type): Documented[] {
  return [...methods, ...properties].filter(({ overrides }) => !overrides).concat(members);
}

/** Why a text is no summary: it is missing, goes on after its end, or ends inside something. */
function faultOf(summary: string | undefined): string | undefined {
  if (!summary) {
    return 'is missing';
  }
  if (!/[^\s;:,]\.$|[!?]$/.test(summary)) {
    return 'does not end at a full stop';
  }
  const count = (character: string) => summary.split(character).length - 1;
  return count('(') !== count(')') || count('`') % 2 === 1 ? 'ends in the middle' : undefined;
}

test('the summary of everything in the API is one that ends', () => {
  expect(documented.length).toBeGreaterThan(1000);
  expect(documented.flatMap(([name, summary]) => faultOf(summary) ? [`${name} ${faultOf(summary)}: ${summary}`] : [])).toEqual([]);
});

test('every class has an example', () => {
  const without = types.filter(({ kind, docs }) => kind === 'class' && !docs?.example && !docs?.remarks?.includes('```'));
  expect(without.map(({ name }) => name)).toEqual([]);
});

test.each<[string | undefined, string | undefined]>([
  ['Port that the program listens on.', undefined],
  ['What a probe asks, such as `a.b(c)`.', undefined],
  [undefined, 'is missing'],
  ['Port that the program listens on;', 'does not end at a full stop'],
  ['Port that the program listens on:', 'does not end at a full stop'],
  ['What it cannot do:.', 'does not end at a full stop'],
  ['Port (see the docs.', 'ends in the middle'],
  ['The form `a.', 'ends in the middle'],
])('%j as a summary: %s', (summary, fault) => expect(faultOf(summary)).toBe(fault));
