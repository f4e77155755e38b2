import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Finished, required } from './programs';

const ROOT = path.join(__dirname, '../..');
const BY_VALUE = (to: string) => `import { value } from '${to}';\nexport const a = value;\n`;
const BY_TYPE = (to: string) => `import type { Value } from '${to}';\nexport type A = Value;\n`;

/** Runs the check of imports over sources that are given by their path below src. */
function check(sources: { [file: string]: string }): Finished {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rooms-'));
  try {
    for (const [file, text] of Object.entries(sources)) {
      fs.mkdirSync(path.join(folder, 'src', path.dirname(file)), { recursive: true });
      fs.appendFileSync(path.join(folder, 'src', file), text);
    }
    const depcruise = path.join(ROOT, 'node_modules/.bin/depcruise');
    return required('node').run([depcruise, 'src', '--config', path.join(ROOT, '.dependency-cruiser.js')], { cwd: folder, env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' } });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const VALUE = 'export interface Value {}\nexport const value = 1;\n';

test('a room may know what is lower, and itself', () => {
  expect(check({
    'primitives/a.ts': BY_VALUE('../core/pod/b') + BY_TYPE('../core/values/b'),
    'logging/a.ts': BY_VALUE('./b'),
    'logging/b.ts': VALUE,
    'telemetry/a.ts': BY_VALUE('../metrics/b'),
    'metrics/b.ts': VALUE,
    'core/pod/b.ts': VALUE,
    'core/values/b.ts': VALUE,
  })).toMatchObject({ status: 0 });
});

describe.each([['a value', BY_VALUE], ['a type alone', BY_TYPE]])('fails by an import of %s', (_, from) => {
  let refused: Finished;
  beforeAll(() => {
    refused = check({
      'core/pod/a.ts': from('../../primitives/b'),
      'logging/a.ts': from('../metrics/b'),
      'metrics/a.ts': from('../apps/b'),
      'lint/a.ts': from('../logging/b'),
      'helpers/a.ts': from('../logging/b'),
      'init/a.ts': from('./b'),
      'init/b.ts': from('./a'),
      ...Object.fromEntries(['primitives', 'metrics', 'apps', 'logging', 'init'].map((room) => [`${room}/b.ts`, `${room === 'init' ? from('./a') : ''}${VALUE}`])),
    });
  });

  test.each([
    ['when a room knows a higher floor', 'core-pod-knows-lower-floors-only: src/core/pod/a.ts'],
    ['when a family knows another one of its floor', 'logging-knows-lower-floors-only: src/logging/a.ts'],
    ['when a family knows an assembled app', 'metrics-knows-lower-floors-only: src/metrics/a.ts'],
    ['when the linter knows a pattern', 'lint-knows-plain-pods-only: src/lint/a.ts'],
    ['when a folder has no floor', 'no-room-without-a-floor: src/helpers/a.ts'],
    ['when two files know each other', 'no-circles: src/init/'],
  ])('%s', (__, message) => {
    expect(refused.stdout).toContain(`error ${message}`);
    expect(refused.status).not.toBe(0);
  });
});
