import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Testing } from 'cdk8s';
import { AppWithFluentd } from '../../examples/documented/app-with-fluentd';
import { describeNginx } from '../support/nginx';
import { freePort } from '../support/ports';
import { ChildProcess, stop } from '../support/programs';
import { eventually } from '../support/waiting';

describeNginx('nginx with the configuration of app-with-fluentd', (nginx) => {
  let folder: string;
  let port: number;
  let program: ChildProcess | undefined;

  beforeEach(async () => {
    port = await freePort();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nginx-'));
    const { data } = Testing.synth(new AppWithFluentd(new App())).find(({ metadata }) => metadata.name === 'nginx-file-logs');
    fs.writeFileSync(path.join(folder, 'nginx.conf'), data['nginx.conf']
      .replace(/\/var\/log\/nginx|\/run/g, folder)
      .replace('listen 80;', `listen 127.0.0.1:${port};`));
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
    const get = () => fetch(`http://127.0.0.1:${port}/`).then(async (answer) => `${answer.status} ${await answer.text()}`, () => undefined);
    await eventually(async () => await get() === '200 ok\n', () => 'nginx');
    const lines = () => fs.readFileSync(path.join(folder, 'access.log'), 'utf8').split('\n');
    await eventually(() => lines().length > 1, () => 'a line');
    expect(lines()[0]).toMatch(/^127\.0\.0\.1 - - \[.*\] "GET \/ HTTP\/1\.1" 200 3 "-" "node"$/);
  });
});
