import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { freePorts } from '../support/ports';
import { removeFolder } from '../support/processes';
import { ChildProcess, Program, stop } from '../support/programs';
import { scriptFile } from '../support/scripts';
import { describeShells } from '../support/toolbox';
import { eventually } from '../support/waiting';

const OWN = ['awk', 'cat', 'date', 'find', 'mkdir', 'readlink', 'rm', 'sleep', 'tr'];

describeShells('guard.sh in %s', { own: OWN, ofBusybox: ['httpd', 'mkfifo'], others: ['wget'] }, (box) => {
  let folder: string;
  let guard: ChildProcess;
  let said: string;
  let port: number;
  let sh: Program;
  let collector: net.Server;
  let uptime: number;
  const file = (name: string) => path.join(folder, 'logs', name);
  const fifo = (name: string) => sh.output(['-c', 'mkfifo "$1"', 'sh', file(name)], { env: { PATH: path.join(folder, 'bin') } });
  const isThere = (name: string) => fs.existsSync(path.join(folder, 'home', name));

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guard-'));
    ['logs', 'home'].forEach((name) => fs.mkdirSync(path.join(folder, name)));
    fs.writeFileSync(file('app.log'), 'one\n');
    [port] = await freePorts(1);
    sh = box.install(path.join(folder, 'bin'));
    uptime = 1000;
    collector = net.createServer((socket) => socket.on('error', () => {}).once('data', () => {
      socket.end(`HTTP/1.0 200 OK\r\n\r\n# TYPE otelcol_process_uptime counter\notelcol_process_uptime{service="a b"} ${uptime}.5\n`);
    }));
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await stop(guard, 'SIGTERM');
    collector.close();
    removeFolder(folder);
  });

  function start(globs: string[], exclude = ''): void {
    said = '';
    guard = sh.start([scriptFile('guard.sh'), ...globs.map(file)], {
      cwd: '/',
      env: {
        PATH: path.join(folder, 'bin'),
        GUARD_HOME: path.join(folder, 'home'),
        GUARD_FOLDERS: path.join(folder, 'logs'),
        GUARD_EXCLUDE: exclude && file(exclude),
        GUARD_METRICS_URL: `http://127.0.0.1:${(collector.address() as net.AddressInfo).port}/metrics`,
        GUARD_PORT: `${port}`,
      },
    });
    guard.stderr!.on('data', (data) => { said += data; });
  }

  const names = () => [...said.matchAll(/^guard: '(.*)' is not a regular file/gm)].map(([, name]) => path.relative(path.join(folder, 'logs'), name)).sort();
  const answers = async () => (await fetch(`http://127.0.0.1:${port}/alive`)).status;
  const ready = () => eventually(() => isThere('ready'), () => `ready; said ${said}`);

  test('has nothing to say of files, folders, and links within the folder', async () => {
    fs.mkdirSync(file('folder.log'));
    fs.symlinkSync('app.log', file('current.log'));
    fs.symlinkSync('tomorrow.log', file('next.log'));
    fifo('other');
    fifo('excluded.log');
    start(['*.log'], 'excluded.log');
    await ready();
    expect([said, await answers()]).toEqual(['', 200]);
  });

  test('names what is not a file, once and without its control characters', async () => {
    ['.hidden.log', 'a\n\u001b$(id).log'].forEach(fifo);
    fs.mkdirSync(file('sub'));
    fifo('sub/deep.log');
    fs.symlinkSync('/dev/zero', file('zero.log'));
    fs.symlinkSync('/etc/passwd', file('file.log'));
    fs.symlinkSync('/proc/self/fd/77', file('nothing.log'));
    fs.symlinkSync('nothing.log', file('chain.log'));
    start(['*.log', '*/*.log']);
    await eventually(() => names().length === 7, () => `7 names in ${said}`);
    await eventually(() => isThere('www/alive'), () => 'the answer');
    fs.rmSync(path.join(folder, 'home/heartbeat'));
    await eventually(() => isThere('heartbeat'), () => 'another look');
    expect(names()).toEqual(['.hidden.log', 'a??$(id).log', 'chain.log', 'file.log', 'nothing.log', 'sub/deep.log', 'zero.log']);
    expect(isThere('ready')).toBe(false);
  });

  test('lets the Collector be restarted when it has gone, and is ready again afterwards', async () => {
    fifo('pipe.log');
    start(['*.log']);
    await eventually(() => isThere('www/alive'), () => `an answer for the Collector, which a restart would not help; said ${said}`);
    fs.rmSync(file('pipe.log'));
    await eventually(() => !isThere('www/alive'), () => 'no answer');
    expect([isThere('ready'), await answers()]).toEqual([false, 404]);
    uptime = 0;
    await ready();
    expect(await answers()).toBe(200);
    await eventually(() => said.includes('the Collector was restarted, and reads again\n'), () => said);
  });

  test('does not answer for a Collector that does not answer', async () => {
    start(['*.log']);
    await ready();
    collector.close();
    await eventually(() => !isThere('www/alive'), () => 'no answer');
    expect(await answers()).toBe(404);
  });
});
