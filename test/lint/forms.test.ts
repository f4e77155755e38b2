import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findingsOf } from './support/findings';
import { RULES } from '../../src/lint/rules';

/*
 * Faults in other forms than the examples of their rules have: other kinds of workload, init containers and sidecars, commands with
 * and without a shell, scripts in ConfigMaps, other programs. `# found: …` is above what a rule finds, `# left alone: …` above what it does not.
 */

const FOLDER = join(__dirname, 'forms');

describe.each(readdirSync(FOLDER).map((file) => basename(file, '.yaml')))('%s', (id) => {
  const rule = RULES.find((one) => one.id === id)!;
  const [, ...parts] = readFileSync(join(FOLDER, `${id}.yaml`), 'utf8').split(/^# (found|left alone)(?: in 1\.(\d+))?: (.*)$/m);
  const forms = parts.map((_, index) => parts.slice(index, index + 4)).filter((_, index) => index % 4 === 0)
    .map(([what, minor, name, yaml]) => ({ what, minor, name, yaml }));

  test.each(forms)('$name is $what', ({ what, minor, yaml }) => {
    const found = findingsOf([rule], yaml, { minor: minor ? Number(minor) : undefined }).filter((finding) => finding.rule === id);
    expect(found.length > 0).toBe(what === 'found');
  });
});
