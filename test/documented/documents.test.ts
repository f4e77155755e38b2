import { differences } from './support/compare';
import { readFacts } from './support/facts';
import { synthExamples } from './support/manifests';
import { readTable, toRow } from './support/table';

const facts = readFacts();
const listed = readTable();
const manifests = synthExamples('classic');

test('every documented example is there, and no other', () => {
  expect(Object.keys(manifests).sort()).toEqual(facts.map(({ example }) => example).sort());
});

test('the table of differences names documented examples only', () => {
  const examples = facts.map(({ example }) => example);
  expect(listed.filter(({ example }) => !examples.includes(example))).toEqual([]);
});

test.each(facts)('$example differs from its document as docs/documented-examples.md lists it', (fact) => {
  const rows = listed.filter(({ example }) => example === fact.example);
  expect(differences(fact, manifests[fact.example] ?? []).map((difference) => toRow(fact.example, difference)).sort())
    .toEqual(rows.map((row) => toRow(row.example, row)).sort());
});
