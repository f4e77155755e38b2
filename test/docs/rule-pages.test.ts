import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/markdown';
import { ALL_RULES } from '../../src/lint/all-rules';
import { indexOf, pageOf } from '../../src/lint/rule-page';

// `npx projen compile` writes them.

test('each rule has a page, and no other page is there', () => {
  expect(readdirSync(join(ROOT, 'docs/rules')).sort()).toEqual(ALL_RULES.map(({ id }) => `${id}.md`).sort());
});

test.each(ALL_RULES.map((rule) => [rule.id, rule] as const))('the page of %s says what the rule says', (id, rule) => {
  expect(readFileSync(join(ROOT, `docs/rules/${id}.md`), 'utf8')).toBe(pageOf(rule));
});

test('the table has all rules', () => {
  expect(readFileSync(join(ROOT, 'docs/lint-rules.md'), 'utf8')).toBe(indexOf(ALL_RULES));
});

test('a line that nobody reads is cut', () => {
  const page = pageOf({ ...ALL_RULES[0], example: `a: ${'x'.repeat(5000)}` });
  expect(page).toContain('… and 4943 characters more');
  expect(page.length).toBeLessThan(3000);
});
