import * as fs from 'node:fs';
import * as path from 'node:path';
import { ALL_RULES } from '../../../src/lint/all-rules';
import { Finding } from '../../../src/lint/finding';
import { Rule } from '../../../src/lint/rule';
import { RULES } from '../../../src/lint/rules';
import { findingsOf } from '../support/findings';

const FOLDER = path.join(__dirname, '../../../src/lint/rules');
const NO_RULES = ['index.ts'];

test('the test of each rule has something that it must not find', () => {
  const tests = RULES.map(({ id }) => `${id}.test.ts`);
  expect(tests.filter((file) => !/toEqual\(\[\]\)|toHaveLength\(0\)|\.not\.toContain/.test(fs.readFileSync(path.join(__dirname, file), 'utf8')))).toEqual([]);
});

test('each file beside the list is a rule of its name, and has a test', () => {
  const files = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !NO_RULES.includes(file));
  expect(files.map((file) => path.basename(file, '.ts')).sort()).toEqual(RULES.map(({ id }) => id));
  expect(files.filter((file) => !fs.existsSync(path.join(__dirname, file.replace('.ts', '.test.ts'))))).toEqual([]);
});

const REGULAR = RULES.filter(({ persona }) => persona === 'regular');

/** Faults that come with another: without requests there are no limits, and a figure of the whole pod counts its sidecars. */
const COMPANIONS: { readonly [id: string]: readonly string[] } = {
  'hpa-without-requests': ['hpa-counts-sidecars'],
  'requests-missing': ['memory-limit-missing'],
};

/** With all rules, because a suppression is unused only if its rule is asked. */
function found(rule: Rule, yaml: string): Finding[] {
  return findingsOf(ALL_RULES, yaml, { minor: rule.exampleMinor }).filter(({ rule: id }) => id === rule.id);
}

describe.each(ALL_RULES.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  test('finds the fault in its example, and no other rule of the regular persona finds another', () => {
    expect(found(rule, rule.example)).not.toEqual([]);
    const all = findingsOf([...REGULAR, rule], rule.example, { minor: rule.exampleMinor });
    expect([...new Set(all.map(({ rule: id }) => id))].filter((id) => id !== rule.id)).toEqual(COMPANIONS[rule.id] ?? []);
  });

  test('finds nothing in what to use instead, and neither does any other rule of the regular persona', () => {
    expect(found(rule, rule.instead)).toEqual([]);
    expect(findingsOf(REGULAR, rule.instead, { minor: rule.exampleMinor })).toEqual([]);
  });

  test('has an id in kebab-case and texts for its page', () => {
    expect(rule.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(rule.source).toMatch(/^https:\/\//);
    [rule.what, rule.why].forEach((text) => expect(text).toMatch(/^[A-Z`].*\.$/s));
  });

  test('has a fix where it says so', () => {
    expect(found(rule, rule.example).some(({ fix }) => fix !== undefined)).toBe(rule.fix !== undefined);
  });
});
