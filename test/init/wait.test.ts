import { once } from 'node:events';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import { AddressInfo } from 'node:net';
import { until } from '../support/waiting';
import { Shell } from './support/shell';
import { selfSigned } from '../support/certificates';
import { processesWith } from '../support/processes';
import { describeShells } from '../support/toolbox';

const TOOLS = ['cut', 'date', 'od', 'sleep', 'timeout', 'tr'];
const TIMES = { WAIT_TIMEOUT: '2', WAIT_TRY_TIMEOUT: '20', WAIT_PAUSE: '100', WAIT_MAX_PAUSE: '300' };

describeShells('wait.sh in %s', { own: TOOLS, ofBusybox: ['nc', 'ping', 'true'] }, (box) => {
  let place: Shell;
  let server: net.Server;
  let port: number;

  beforeEach(async () => {
    place = new Shell(box);
    server = net.createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    server.close();
    place.remove();
  });

  const wait = (args: string[], env: Record<string, string>) => place.run('wait.sh', args, { ...TIMES, ...env });

  test('ends with 0 when all targets answer, one line each', async () => {
    fs.writeFileSync(place.file('it\'s "here" $HOME'), '');
    const { code, stdout, stderr } = await wait(['tcp', 'dns', 'file'], {
      WAIT_TIMEOUT: '50',
      WAIT_NAME_1: 'the queue',
      WAIT_HOST_1: '127.0.0.1',
      WAIT_PORT_1: String(port),
      WAIT_NAME_2: 'the name',
      WAIT_HOST_2: 'localhost',
      WAIT_NAME_3: 'the file',
      WAIT_FILE_3: place.file('it\'s "here" $HOME'),
    });
    expect(stdout.replace(/\d+ s$/gm, 'n s').split('\n').sort()).toEqual(['', 'the file answered after n s', 'the name answered after n s', 'the queue answered after n s']);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('says once what it waits for, and at the end which target did not answer, for how long, and the last error', async () => {
    const { code, stdout, stderr } = await wait(['tcp', 'file', 'tcp'], {
      WAIT_NAME_1: 'dead',
      WAIT_HOST_1: '127.0.0.1',
      WAIT_PORT_1: '1',
      WAIT_NAME_2: 'missing',
      WAIT_FILE_2: place.file('missing'),
      WAIT_NAME_3: 'alive',
      WAIT_HOST_3: '127.0.0.1',
      WAIT_PORT_3: String(port),
    });
    expect([code, stderr]).toEqual([1, '']);
    const refused = 'nc: can\'t connect to remote host \\(127.0.0.1\\): Connection refused';
    expect(stdout.split('\n').slice(0, -1).sort()).toEqual([
      expect.stringMatching(/^alive answered after \d+ s$/),
      expect.stringMatching(new RegExp(`^dead did not answer for \\d+ s, last error: ${refused}$`)),
      expect.stringMatching(/^missing did not answer for \d+ s, last error: the file is not there$/),
      expect.stringMatching(new RegExp(`^waiting for dead, 2 s at most: ${refused}$`)),
      'waiting for missing, 2 s at most: the file is not there',
    ]);
  });

  test('goes on when a target comes late', async () => {
    const { child, ended } = place.start('wait.sh', ['file'], { ...TIMES, WAIT_TIMEOUT: '50', WAIT_NAME_1: 'late', WAIT_FILE_1: place.file('late') });
    await once(child.stdout, 'data');
    fs.writeFileSync(place.file('late'), '');
    const { code, stdout } = await ended;
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^waiting for late, 50 s at most: .*\nlate answered after \d+ s\n$/)]);
  });

  test('says it again when the reason changes, but not when only numbers in it do', async () => {
    place.program('ask', 'echo x >> tries; n=0; while read -r _; do n=$((n + 1)); done < tries; [ "$n" -lt 5 ] || exit 0; [ "$n" -gt 2 ] && { echo "access denied after $n ms"; exit 1; }; echo "refused after $n ms"; exit 1');
    const { stdout } = await wait(['command', '--', 'ask'], { WAIT_NAME_1: 'api', WAIT_TIMEOUT: '50' });
    expect(stdout.split('\n')).toEqual([
      'waiting for api, 50 s at most: refused after 1 ms',
      'still waiting for api, 50 s at most: access denied after 3 ms',
      expect.stringMatching(/^api answered after \d+ s$/),
      '',
    ]);
  });

  test('bounds a try that hangs, with every process that it has started', async () => {
    place.program('hang', 'echo half a message; exec sleep 86400');
    const { code, stdout } = await wait(['command', '--', 'hang'], { WAIT_NAME_1: 'slow', WAIT_TRY_TIMEOUT: '1' });
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^waiting for slow, 2 s at most: no answer within 1 s\nslow did not answer for \d+ s/)]);
    await until('all have ended', async () => processesWith(`PATH=${place.file('bin')}`).length === 0);
  });

  test('passes the words of a command on as they are, and its messages on one line', async () => {
    place.program('ask', 'printf "%s|" "$@" >&2; echo; echo second; exit 3');
    const { stdout } = await wait(['command', '--', 'ask', 'a b', '*', '$(id)', '--', ''], { WAIT_NAME_1: 'words' });
    expect(stdout.split('\n')[0]).toBe('waiting for words, 2 s at most: a b|*|$(id)|--|| second');
  });

  test('says the exit code where there is no message', async () => {
    place.program('ask', 'exit 7');
    expect((await wait(['command', '--', 'ask'], { WAIT_NAME_1: 'mute' })).stdout).toContain('mute, 2 s at most: exit code 7\n');
  });

  test('pauses longer from try to try', async () => {
    place.program('sleep', 'echo "$1" >> pauses');
    place.program('ask', '[ -e pauses ] && { while read -r _; do printf x; done < pauses; } > tries; [ -e tries ] && read -r tries < tries; [ "${tries-}" = xxxxxx ]');
    expect((await wait(['command', '--', 'ask'], { WAIT_NAME_1: 'n', WAIT_TIMEOUT: '600', WAIT_PAUSE: '200', WAIT_MAX_PAUSE: '3000' })).code).toBe(0);
    const pauses = fs.readFileSync(place.file('pauses'), 'utf8').trim().split('\n').map(Number);
    expect(pauses).toHaveLength(6);
    [0.2, 0.4, 0.8, 1.6, 3, 3].forEach((most, index) => {
      expect(pauses[index]).toBeGreaterThanOrEqual(most / 2 - 0.001);
      expect(pauses[index]).toBeLessThanOrEqual(most);
    });
  });

  test('stops at once when it is told to', async () => {
    const { child } = place.start('wait.sh', ['file'], {
      ...TIMES, WAIT_TIMEOUT: '86400', WAIT_PAUSE: '86400000', WAIT_MAX_PAUSE: '86400000', WAIT_NAME_1: 'x', WAIT_FILE_1: '/missing',
    });
    await once(child.stdout, 'data'); // by what it has started in the background, which may be faster than itself: it handles signals before it starts that
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([143, null]); // not after the pause of half a day that it was in
  });

  test('a name without an address is waited for, and so is everything without the program to ask', async () => {
    const env = { WAIT_NAME_1: 'name', WAIT_HOST_1: 'nosuch.invalid' };
    expect((await wait(['dns'], env)).stdout).toContain("last error: ping: bad address 'nosuch.invalid'\n");
    fs.rmSync(place.file('bin/ping'));
    expect((await wait(['dns'], env)).stdout).toContain('not found');
  });
});

describeShells('wait-http.sh in %s', { own: TOOLS, others: ['curl'] }, (box) => {
  let place: Shell;
  let server: http.Server;
  let url: string;

  beforeEach(async () => {
    place = new Shell(box);
    server = http.createServer(({ url: path }, response) => response.writeHead(Number(path!.slice(1, 4))).end('body')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
    place.remove();
  });

  const ask = (path: string, status: string) => place.run('wait-http.sh', [], { WAIT_URL: `${url}/${path}`, WAIT_STATUS: status, WAIT_LIMIT: '20' });

  test.each([['200', '2??'], ['204', '2??'], ['503', '200 503'], ['301', '301'], ['200?q=[1-3]{a}', '200']])('%s is %s', async (path, status) => {
    expect(await ask(path, status)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test.each([['301', '2??'], ['500', '2??'], ['200', '204 503']])('%s is not %s', async (path, status) => {
    expect(await ask(path, status)).toEqual({ code: 1, stdout: `status ${path}\n`, stderr: '' });
  });

  test('sends headers, which no process has in its arguments', async () => {
    let seen: unknown;
    server.removeAllListeners('request').on('request', ({ headers }, response) => {
      const commands = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((id) => commandOf(id));
      seen = [headers.authorization, headers['x-tenant'], headers['x-empty'], commands.filter((command) => command.includes('hunter2')).length];
      response.end();
    });
    const env = { WAIT_URL: url, WAIT_STATUS: '200', WAIT_LIMIT: '20', WAIT_HEADERS: 'Authorization: Bearer hunter2 "\'\\$x`\n\nX-Empty;\nX-Tenant: @a' };
    expect(await place.run('wait-http.sh', [], env)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(seen).toEqual(['Bearer hunter2 "\'\\$x`', '@a', '', 0]);
  });

  test('verifies the certificate of the server', async () => {
    const pair = selfSigned('localhost');
    fs.writeFileSync(place.file('ca.crt'), pair.cert);
    const secure = https.createServer(pair, (_, response) => response.end()).listen(0);
    await new Promise((resolve) => secure.once('listening', resolve));
    const env = { WAIT_URL: `https://localhost:${(secure.address() as AddressInfo).port}/`, WAIT_STATUS: '200', WAIT_LIMIT: '20' };
    expect(await place.run('wait-http.sh', [], env)).toMatchObject({ code: 60, stderr: expect.stringContaining('certificate') });
    expect(await place.run('wait-http.sh', [], { ...env, WAIT_CA: place.file('ca.crt') })).toEqual({ code: 0, stdout: '', stderr: '' });
    secure.close();
  });

  test('says why there is no answer', async () => {
    const { code, stderr } = await place.run('wait-http.sh', [], { WAIT_URL: 'http://127.0.0.1:1/', WAIT_STATUS: '2??', WAIT_LIMIT: '20' });
    expect([code, stderr]).toEqual([7, expect.stringContaining('curl: (7)')]);
  });
});

/** The command of a process, which may have ended meanwhile. */
function commandOf(id: string): string {
  try {
    return fs.readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
