import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/markdown';

const page = readFileSync(join(ROOT, 'docs/what-was-run.md'), 'utf8').replace(/^```[^]*?^```/gm, '');
const [head, , ...rows] = page.split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));

test('the table has a column for each version of Kubernetes', () => {
  expect(head.slice(3)).toEqual(['1.30', '1.34', '1.37']);
  expect(rows.length).toBeGreaterThan(50);
});

test.each(rows.map((row): [string, string[]] => [row[0], row]))('the row of %s says on which versions that was seen', (_, row) => {
  const [, , onCluster, ...versions] = row;
  expect(versions).toEqual(head.slice(3).map(() => expect.stringMatching(/^(yes|partly|by hand|accepted|-)$/)));
  if (/^(-|not run\b.*)$/.test(onCluster)) {
    expect(versions).not.toContain('yes');
  } else {
    expect(new Set(versions)).not.toEqual(new Set(['-']));
  }
});
