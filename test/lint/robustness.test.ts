import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { findingsOf } from './support/findings';
import { ALL_RULES } from '../../src/lint/all-rules';
import { RULES } from '../../src/lint/rules';

const MANIFESTS = ALL_RULES.flatMap(({ example, instead }) => [example, instead])
  .map((yaml) => parseAllDocuments(yaml).map((document) => document.toJS()));

const JUNK: readonly unknown[] = [null, undefined, true, 0, -1, 1e308, '', 'x', '__proto__', '\u0000', [], [null], [[]], {}, { name: {} }, { constructor: 1 }];

/** The paths to all fields of a value. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, field]) => [[...path, key], ...pathsOf(field, [...path, key])])
    : [];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  const copy = Array.isArray(value) ? [...value] : { ...value as object };
  (copy as Record<string, unknown>)[key] = rest.length === 0 ? by : replaced((value as Record<string, unknown>)[key], rest, by);
  return copy;
}

const mutated = fc.constantFrom(...MANIFESTS).chain((documents) => fc.constantFrom(...pathsOf(documents)).chain((path) => (
  fc.oneof(fc.constantFrom(...JUNK), fc.jsonValue()).map((junk) => replaced(documents, path, junk) as unknown[]))));

test('no rule fails on a value of a wrong type in any field', () => {
  fc.assert(fc.property(mutated, (documents) => {
    const yaml = documents.map((document) => JSON.stringify(document) ?? '').join('\n---\n');
    expect(Array.isArray(findingsOf(RULES, yaml))).toBe(true);
  }), { numRuns: 500 });
});
