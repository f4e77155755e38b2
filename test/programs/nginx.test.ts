import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Testing } from 'cdk8s';
import { AppWithFluentd } from '../../examples/documented/app-with-fluentd';
import { until } from '../logging/support/follower';
import { describeNginx } from '../support/nginx';
import { ChildProcess, required, stop } from '../support/programs';

const PORT = 18080 + (process.pid % 1000);

describeNginx('nginx with the configuration of app-with-fluentd', (nginx) => {
  const node = required('node');
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
    await (program && stop(program));
    fs.rmSync(folder, { recursive: true });
  });

  const args = (...more: string[]) => ['-p', folder, '-e', path.join(folder, 'start.log'), '-c', path.join(folder, 'nginx.conf'), ...more];

  test('accepts it', () => {
    expect(nginx.run(args('-t'))).toMatchObject({ status: 0, stderr: expect.stringContaining('test is successful') });
  });

  test('answers ok and writes the access log in the format main', async () => {
    program = nginx.start(args('-g', 'daemon off;'), { stdio: 'ignore' });
    const get = () => node.run(['-e', `fetch('http://127.0.0.1:${PORT}/').then(async (r) => console.log(r.status, await r.text()))`]);
    await until(() => get().status === 0, () => 'nginx');
    expect(get().stdout).toBe('200 ok\n\n');
    expect(fs.readFileSync(path.join(folder, 'access.log'), 'utf8').split('\n')[0]).toMatch(/^127\.0\.0\.1 - - \[.*\] "GET \/ HTTP\/1\.1" 200 3 "-" "node"$/);
  });
});
