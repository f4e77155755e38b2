import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/markdown';
import { ALL_RULES } from '../../src/lint/all-rules';
import { DOCUMENTED_FAULTS } from '../lint/support/documented-faults';

const PAGE = readFileSync(join(ROOT, 'docs/lint-faults.md'), 'utf8');
const RULES_BY_ID = new Map(ALL_RULES.map((rule) => [rule.id, rule]));

test('each rule that the page names exists, and is marked as strict where it is', () => {
  const named = [...PAGE.matchAll(/\[([\w-]+)\]\(rules\/([\w-]+)\.md\)( \(strict\))?/g)];
  const wrong = named.filter(([, text, page, strict]) => text !== page || !RULES_BY_ID.has(page) || (RULES_BY_ID.get(page)!.persona === 'strict') !== !!strict);
  expect(wrong.map(([link]) => link)).toEqual([]);
});

test('each rule is on the page', () => {
  const table = PAGE.slice(0, PAGE.indexOf('## In the documented examples'));
  expect(ALL_RULES.map(({ id }) => id).filter((id) => !table.includes(`(rules/${id}.md)`))).toEqual([]);
});

test('the page has the faults of the documents with the rules that find them', () => {
  const rows = [...PAGE.matchAll(/^\| ([\w-]+) \| ([^|]*) \| (.*\(rules\/.*) \|$/gm)].filter(([, example]) => example !== 'example')
    .map(([, example, fault, links]) => [example, fault, [...links.matchAll(/\(rules\/([\w-]+)\.md\)/g)].map(([, id]) => id)]);
  const known = DOCUMENTED_FAULTS.map(([example, fault, findings]) => [example, fault, [...new Set(findings.map((finding) => finding.split(' ')[0]))]]);
  expect(rows).toEqual(known);
});
