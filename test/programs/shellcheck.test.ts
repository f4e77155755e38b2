import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { skipped } from '../support/skipped';

const SOURCES = path.join(__dirname, '../../src');
const scripts = fs.readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.sh'));
const installed = !spawnSync('shellcheck', ['--version']).error;

if (!installed) {
  skipped('shellcheck');
}

(installed ? test : test.skip).each(scripts)('shellcheck has nothing to say about %s', script => {
  const { stdout, stderr } = spawnSync('shellcheck', ['--shell=sh', path.join(SOURCES, script)], { encoding: 'utf8' });
  expect(stdout + stderr).toBe('');
});
