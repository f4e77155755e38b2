import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileIfNeeded } from './support/installation';
import { required } from '../support/programs';

const ROOT = join(__dirname, '../..');

test.each([
  ['lazy-exports', ['index.js', 'logging/log-shipper.js']],
  ['lint-in-one-file', ['lint/rules/index.js', 'lint/charts/pod-lint.js']],
])('%s changes nothing where it was run before', (script, changed) => {
  compileIfNeeded();
  const folder = mkdtempSync(join(tmpdir(), 'compiled-again-'));
  try {
    cpSync(join(ROOT, 'lib'), join(folder, 'lib'), { recursive: true });
    const written = () => changed.map((file) => readFileSync(join(folder, 'lib', file), 'utf8'));
    const before = written();
    required('node').output([join(ROOT, 'projenrc', `${script}.mjs`)], { cwd: folder });
    expect(written()).toEqual(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
