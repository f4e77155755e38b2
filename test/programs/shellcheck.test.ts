import * as fs from 'node:fs';
import * as path from 'node:path';
import { describeProgram } from '../support/programs';

const SOURCES = path.join(__dirname, '../../src');
const scripts = fs.readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.sh'));

describeProgram('shellcheck', 'shellcheck', (shellcheck) => {
  test.each(scripts)('has nothing to say about %s', script => {
    const { stdout, stderr } = shellcheck.run(['--shell=sh', path.join(SOURCES, script)]);
    expect(stdout + stderr).toBe('');
  });
});
