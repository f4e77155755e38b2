import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { synthExamples } from '../documented/support/manifests';
import { find } from '../init/support/shell';
import { skipped } from '../support/skipped';

const installed = find('promtool') !== undefined;
if (!installed) {
  skipped('promtool');
}

(installed ? test : test.skip)('promtool accepts the configuration of app-with-metrics', () => {
  const { data } = synthExamples('classic')['app-with-metrics'].find(({ metadata }) => metadata.name === 'prometheus-config')!;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prometheus-'));
  const file = path.join(folder, 'prometheus.yml');
  fs.writeFileSync(file, data!['prometheus.yml']);
  const { stdout, stderr } = spawnSync('promtool', ['check', 'config', file], { encoding: 'utf8' });
  fs.rmSync(folder, { recursive: true });
  expect(stdout + stderr).toContain('is valid prometheus config file syntax');
});
