import * as fc from 'fast-check';
import { MemberIndex, written } from '../../../src/lint/model/member-index';
import { MemberList } from '../../../src/lint/model/member-list';
import { SetMember } from '../../../src/lint/model/set-member';

const TEXT = fc.oneof(fc.constantFrom('web', 'app=web', '', '__proto__', 'constructor', '\ud800', 'a/b.yaml'), fc.string({ unit: 'binary', maxLength: 5 }));
const MEMBER: fc.Arbitrary<SetMember> = fc.record({
  kind: TEXT,
  name: TEXT,
  origin: fc.record({ file: TEXT, document: fc.nat(3), prefix: fc.constantFrom(['items', 0], ['items', 1, 'items', 2]), isPatch: fc.constant(true) }, { requiredKeys: [] }),
  pods: fc.array(fc.array(TEXT, { maxLength: 3 }), { maxLength: 2 }),
  concerns: fc.array(fc.record({ rule: fc.nat(9), onlyIf: fc.record({ anyGiven: fc.array(TEXT) }) }, { requiredKeys: ['rule'] }), { maxLength: 2 }),
  namespace: TEXT,
  selector: fc.array(TEXT, { maxLength: 2 }),
  involves: fc.array(fc.nat(9)),
}, { requiredKeys: ['kind', 'name', 'origin', 'pods', 'concerns'] });

const plain = ({ kind, name, namespace, origin, pods, selector, concerns, involves }: SetMember): SetMember => (
  { kind, name, namespace, origin, pods, selector, concerns, involves });

/** Of both kinds, as the command and charts fill them. */
const EACH: [string, (members: readonly SetMember[]) => MemberIndex | MemberList][] = [
  ['a MemberIndex', (members) => {
    const index = new MemberIndex();
    index.addWritten(written(members));
    return index;
  }],
  ['a MemberList', (members) => new MemberList(members.map((member, index) => ({ ...member, index })))],
];

test.each(EACH)('members of %s are what was added, and found by what they have, in the order in which they were added', (_, indexOf) => {
  fc.assert(fc.property(fc.array(MEMBER, { maxLength: 30 }), (added) => {
    const index = indexOf(added);
    const members = [...index.all()];
    expect(members.map(plain)).toEqual(added.map(plain));
    expect(members.map((member) => member.index)).toEqual([...added.keys()]);
    const those = (matches: (member: SetMember) => boolean) => added.filter(matches).map(plain);
    for (const { kind, name, origin: { file }, pods } of added) {
      expect(index.has(kind)).toBe(true);
      expect(index.ofKind(kind).map(plain)).toEqual(those((one) => one.kind === kind));
      expect(index.withId(`${kind}/${name}`).map(plain)).toEqual(those((one) => `${one.kind}/${one.name}` === `${kind}/${name}`));
      expect(index.inFile(file).map(plain)).toEqual(those((one) => one.origin.file === file));
      for (const label of pods.flat()) {
        expect(index.withLabel(label).map(plain)).toEqual(those((one) => one.pods.flat().includes(label)));
      }
    }
    expect([...index.kinds].sort()).toEqual([...new Set(added.map(({ kind }) => kind))].sort());
  }));
});

test.each(EACH)('of several labels in %s the one counts that the fewest have', (_, indexOf) => {
  const index = indexOf(['web', 'api', 'web'].map((app, number) => ({ kind: 'Pod', name: `${number}`, origin: {}, pods: [['part-of=shop', `app=${app}`]], concerns: [] })));
  expect(index.withRarest(['part-of=shop', 'app=api']).map(({ name }) => name)).toEqual(['1']);
  expect(index.withRarest(['part-of=shop', 'app=none'])).toEqual([]);
});

test.each(EACH)('what is not in %s is not found', (_, indexOf) => {
  const index = indexOf([]);
  expect([index.has('Pod'), index.withId('Pod/web'), index.inFile('web.yaml'), index.withLabel('a=b'), [...index.all()], index.kinds]).toEqual([false, [], [], [], [], []]);
});

test('ten thousand members are kept outside of the heap, with less than 250 bytes each', () => {
  const index = new MemberIndex();
  for (let number = 0; number < 10_000; number++) {
    index.addWritten(written([
      { kind: 'Service', name: `service-${number}`, origin: { file: `folder/service-${number}.yaml` }, pods: [[`app=${number}`]], concerns: [{ rule: 1 }] },
    ]));
  }
  expect(index.withLabel('app=9999').map(({ name }) => name)).toEqual(['service-9999']);
  expect(sizeOf(index)).toBeLessThan(250 * 10_000);
});

/** The bytes of all arrays, and of the objects that have them next to nothing. */
function sizeOf(value: unknown): number {
  return ArrayBuffer.isView(value) ? value.byteLength
    : typeof value === 'object' && value !== null ? Object.values(value).reduce<number>((sum, part) => sum + sizeOf(part), 8) : 8;
}
