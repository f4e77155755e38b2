import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { synthExamples } from '../documented/support/manifests';
import { testProgram } from '../support/programs';

testProgram('promtool', 'promtool accepts the configuration of app-with-metrics', (promtool) => {
  const { data } = synthExamples('classic')['app-with-metrics'].find(({ metadata }) => metadata.name === 'prometheus-config')!;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prometheus-'));
  const file = path.join(folder, 'prometheus.yml');
  fs.writeFileSync(file, data!['prometheus.yml']);
  const { stdout, stderr } = promtool.run(['check', 'config', file]);
  fs.rmSync(folder, { recursive: true });
  expect(stdout + stderr).toContain('is valid prometheus config file syntax');
});
