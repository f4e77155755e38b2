import { noteReading, Readings, readingsOf } from '../../../src/lint/model/readings';

test('what work reads is read by the work that it is a part of too, and by nothing else', () => {
  let inner: Readings = new Set();
  noteReading('before');
  const outer = readingsOf(() => {
    noteReading('own');
    inner = readingsOf(() => noteReading('of a part'));
  });
  expect([...inner]).toEqual(['of a part']);
  expect([...outer].sort()).toEqual(['of a part', 'own']);
  expect(readingsOf(() => undefined).size).toBe(0);
});

test('what is read after work that has failed is not its own', () => {
  const outer = readingsOf(() => {
    expect(() => readingsOf(() => {
      noteReading('failed');
      throw new Error('a fault');
    })).toThrow('a fault');
    expect([...readingsOf(() => noteReading('next'))]).toEqual(['next']);
  });
  expect([...outer].sort()).toEqual(['failed', 'next']);
});
