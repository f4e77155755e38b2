import { Contents } from '../../../src/lint/model/contents';

const contentsOf = (value: unknown): Contents => {
  const contents = new Contents(['livenessProbe', 'sh'], ['tail', '$(']);
  contents.lookThrough(value);
  return contents;
};

test('names of fields and whole values are words, pieces of them are not', () => {
  expect(contentsOf({ a: [{ livenessProbe: {} }] }).hasOneOf(['livenessProbe'])).toBe(true);
  expect(contentsOf({ command: ['sh', '-c'] }).hasOneOf(['livenessProbe', 'sh'])).toBe(true);
  expect(contentsOf({ ash: 'a sh' }).hasOneOf(['sh'])).toBe(false);
});

test('pieces are found in values of any length and case, and not in names of fields', () => {
  expect(contentsOf({ command: ['Tail -f x'] }).mentionsOneOf(['$(', 'tail'])).toBe(true);
  expect(contentsOf({ data: { 'a.sh': `${'\n'.repeat(5000)}TAIL -f x` } }).mentionsOneOf(['tail'])).toBe(true);
  expect(contentsOf({ tail: 'x', data: 'y'.repeat(5000) }).mentionsOneOf(['tail'])).toBe(false);
  expect(contentsOf(['ta', 'il']).mentionsOneOf(['tail'])).toBe(false);
});

test('what was in another value is forgotten', () => {
  const contents = contentsOf({ command: ['sh', '-c', 'tail'], data: 'tail'.repeat(1000) });
  contents.lookThrough({});
  expect(contents.hasOneOf(['sh'])).toBe(false);
  expect(contents.mentionsOneOf(['tail'])).toBe(false);
});

test.each([
  [{ note: 'nothing of this' }, false],
  [{ script: 'a << B' }, true],
  [{ script: 'A\n.SQL' }, true],
  [{ port: 1 }, true],
  [{ a: null, b: [null, undefined, true, 1n], port: null }, true],
  [{ a: null }, false],
  [['x'.repeat(600)], true], // long texts are looked at when they are asked about
])('whether any word or piece may be in %j', (value, mayBe) => {
  expect(new Contents(['port'], ['<<', '.sql']).lookThrough(value)).toBe(mayBe);
});
