import { ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Testing } from 'cdk8s';
import { AppWithFluentd } from '../../examples/documented/app-with-fluentd';
import { until } from '../logging/support/follower';
import { describeNginx, NGINX } from '../support/nginx';

const PORT = 18080 + (process.pid % 1000);

describeNginx('nginx with the configuration of app-with-fluentd', () => {
  let folder: string;
  let program: ChildProcess | undefined;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nginx-'));
    const { data } = Testing.synth(new AppWithFluentd(new App())).find(({ metadata }) => metadata.name === 'nginx-file-logs');
    fs.writeFileSync(path.join(folder, 'nginx.conf'), data['nginx.conf']
      .replace(/\/var\/log\/nginx|\/run/g, folder)
      .replace('listen 80;', `listen 127.0.0.1:${PORT};`));
  });

  afterEach(async () => {
    if (program) {
      const ended = new Promise((resolve) => program!.once('exit', resolve));
      program.kill();
      await ended;
    }
    fs.rmSync(folder, { recursive: true });
  });

  const args = (...more: string[]) => ['-p', folder, '-e', path.join(folder, 'start.log'), '-c', path.join(folder, 'nginx.conf'), ...more];

  test('accepts it', () => {
    expect(spawnSync(NGINX!, args('-t'), { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: expect.stringContaining('test is successful') });
  });

  test('answers ok and writes the access log in the format main', async () => {
    program = spawn(NGINX!, args('-g', 'daemon off;'), { stdio: 'ignore' });
    const get = () => execFileSync(process.execPath, ['-e', `fetch('http://127.0.0.1:${PORT}/').then(async (r) => console.log(r.status, await r.text()))`], {
      encoding: 'utf8',
    });
    await until(() => spawnSync(process.execPath, ['-e', `fetch('http://127.0.0.1:${PORT}/').catch(() => process.exit(1))`]).status === 0, () => 'nginx');
    expect(get()).toBe('200 ok\n\n');
    expect(fs.readFileSync(path.join(folder, 'access.log'), 'utf8').split('\n')[0]).toMatch(/^127\.0\.0\.1 - - \[.*\] "GET \/ HTTP\/1\.1" 200 3 "-" "node"$/);
  });
});
