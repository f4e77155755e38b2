// Writes the pages of the linter's rules from the rules themselves.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const require = createRequire(resolve('lib/index.js'));
const { ALL_RULES } = require('./lint/all-rules.js');
const { indexOf, pageOf } = require('./lint/rule-page.js');

const FOLDER = 'docs/rules';
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
ALL_RULES.forEach((rule) => writeFileSync(join(FOLDER, `${rule.id}.md`), pageOf(rule)));
writeFileSync('docs/lint-rules.md', indexOf(ALL_RULES));
