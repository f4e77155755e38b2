import { answered, areOther, Changes, noteComparison, noteReading, Readers, Readings, readingsOf, Value } from '../../../src/lint/model/readings';

const valuesIn = (readings: Readings): unknown[] => [...readings.keys()].sort();

test('what work reads is read by the work that it is a part of too, and by nothing else', () => {
  let inner: Readings = new Map();
  noteReading('before');
  const outer = readingsOf(() => {
    noteReading('own');
    inner = readingsOf(() => noteReading('of a part'));
  });
  expect(valuesIn(inner)).toEqual(['of a part']);
  expect(valuesIn(outer)).toEqual(['of a part', 'own']);
  expect(readingsOf(() => undefined).size).toBe(0);
});

test('what is read after work that has failed is not its own', () => {
  const outer = readingsOf(() => {
    expect(() => readingsOf(() => {
      noteReading('failed');
      throw new Error('a fault');
    })).toThrow('a fault');
    expect(valuesIn(readingsOf(() => noteReading('next')))).toEqual(['next']);
  });
  expect(valuesIn(outer)).toEqual(['failed', 'next']);
});

const changes = (to: Value, { kept = [] as Value[] } = {}): Changes => ({ from: ['a'], to: [to], keepOneOf: (...values) => values.some((value) => kept.includes(value)) });

const isLong = (value: unknown): boolean => String(value).length > 3;
const isWord = (value: unknown): boolean => /^\w+$/.test(String(value));

test.each([
  ['a value that was read', () => noteReading('a'), 'b', true],
  ['a value that was not read', () => noteReading('c'), 'b', false],
  ['a value with the same answer', () => answered('a', isLong), 'b', false],
  ['a value with another answer', () => answered('a', isLong), 'long', true],
  ['a value with another answer to the second question', () => [answered('a', isLong), answered('a', isWord)], '-', true],
  ['a value with the same answers to several questions', () => [answered('a', isLong), answered('a', isWord)], 'b', false],
  ['a value that a part of the work read as it is', () => [answered('a', isLong), readingsOf(() => noteReading('a'))], 'b', true],
  ['a value that was also read as it is', () => [answered('a', isLong), noteReading('a'), answered('a', isWord)], 'b', true],
])('who has read %s', (_, work, to, isOther) => {
  const inner = (): Readings => readingsOf(() => { work(); });
  expect(areOther(inner(), changes(to))).toBe(isOther);
  expect(areOther(readingsOf(() => { inner(); }), changes(to))).toBe(isOther);
});

test('of several readers, those who would read something else are found', () => {
  const [one, other, none] = [() => noteReading('a'), () => noteReading('b'), () => answered('a', isWord)].map((work) => ({ readings: readingsOf(() => { work(); }) }));
  const found = new Readers<{ readonly readings?: Readings }>([one, other, none, {}]).ofOther(changes('c'));
  expect([...found].map((reader) => reader === one)).toEqual([true]);
});

test.each([
  ['was compared and asked about', () => [noteComparison('a'), answered('a', isLong)], true],
  ['was asked about and compared', () => [answered('a', isLong), noteComparison('a')], true],
  ['was only asked about', () => answered('a', isLong), false],
])('who has read a value that %s when others have become the same', (_, work, isOther) => {
  const read = readingsOf(() => { work(); });
  expect(areOther(read, { from: ['a', 'c'], to: ['b', 'b'], keepOneOf: () => false })).toBe(isOther);
});

test.each([
  ['another one that is nowhere else', [['a', 'c'], ['a', 'c']], ['d'], false],
  ['one that is elsewhere', [['a', 'c'], ['a', 'c']], ['c'], true],
  ['another one in some places', [['a', 'c']], ['a'], true],
  ['different ones', [['a', 'c'], ['a', 'd']], [], true],
  ['the same one as another value', [['a', 'c'], ['b', 'c']], [], true],
])('a value that was compared has become %s', (_, pairs, kept, isOther) => {
  const keepOneOf = (...values: readonly Value[]): boolean => values.some((value) => kept.includes(String(value)));
  expect(areOther(readingsOf(() => noteComparison('a')), { from: pairs.map(([from]) => from), to: pairs.map(([, to]) => to), keepOneOf })).toBe(isOther);
});
