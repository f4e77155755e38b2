import { answered, areOther, noteReading, Readings, readingsOf } from '../../../src/lint/model/readings';

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

const isLong = (value: unknown): boolean => String(value).length > 3;
const isWord = (value: unknown): boolean => /^\w+$/.test(String(value));

test.each([
  ['a value that was read', () => noteReading('a'), 'b', true],
  ['a value that was not read', () => noteReading('c'), 'b', false],
  ['a value with the same answer', () => answered('a', isLong), 'b', false],
  ['a value with another answer', () => answered('a', isLong), 'long', true],
  ['a value with another answer to the second question', () => [answered('a', isLong), answered('a', isWord)], '-', true],
  ['a value that was also read as it is', () => [answered('a', isLong), noteReading('a'), answered('a', isWord)], 'b', true],
])('who has read %s', (_, work, to, isOther) => {
  const inner = (): Readings => readingsOf(() => { work(); });
  expect(areOther(inner(), { from: ['a'], to: [to] })).toBe(isOther);
  expect(areOther(readingsOf(() => { inner(); }), { from: ['a'], to: [to] })).toBe(isOther);
});
