import { once } from 'node:events';
import * as fs from 'node:fs';
import * as https from 'node:https';
import { AddressInfo } from 'node:net';
import { Shell } from '../init/support/shell';
import { selfSigned } from '../support/certificates';
import { describeShells } from '../support/toolbox';
import { until } from '../support/waiting';

const TOOLS = ['cat', 'cut', 'date', 'head', 'sed', 'sleep', 'timeout', 'touch', 'tr'];

describeShells('scripts of the Job strategy in %s', { own: TOOLS }, (box) => {
  let place: Shell;
  beforeEach(() => {
    place = new Shell(box);
    fs.mkdirSync(place.file('applied'));
  });
  afterEach(() => place.remove());
  const mark = () => fs.writeFileSync(place.file('applied/applied'), 'shop/Web/Migrations');

  test('once.sh becomes the program, with its words as they are and its exit code', async () => {
    place.program('tool', 'printf "<%s>" "$@"; exit 7');
    expect(await place.run('once.sh', ['applied', 'tool', 'a b', '$HOME', ''])).toEqual({ code: 7, stdout: '<a b><$HOME><>', stderr: '' });
  });

  test('once.sh does not run the program when the ConfigMap is there', async () => {
    mark();
    place.program('tool', 'echo ran');
    expect(await place.run('once.sh', ['applied', 'tool'])).toEqual({ code: 0, stdout: 'the migrations were applied before\n', stderr: '' });
  });

  const env = { AWAIT_NAME: 'web-1a2b', AWAIT_TIMEOUT: '20' };

  test('await.sh waits for the ConfigMap, and says so once', async () => {
    place.program('sleep', 'echo >> pauses'); // so that it asks as often as it can
    const { ended } = place.start('await.sh', ['marker', 'applied'], env);
    await until('it has asked three times', async () => fs.statSync(place.file('pauses')).size > 2);
    mark();
    const { code, stdout } = await ended;
    expect([code, stdout.replace(/\d+ s/g, 'n s')]).toEqual([0,
      'waiting for the Job web-1a2b, n s at most: it has not written its ConfigMap of this name\nthe migrations are applied, seen after n s\n']);
  });

  test('await.sh ends at its timeout with what is missing', async () => {
    const { code, stdout } = await place.run('await.sh', ['marker', 'applied'], { ...env, AWAIT_TIMEOUT: '1' });
    expect([code, stdout.trim().split('\n').pop()]).toEqual([1,
      'the migrations were not applied within 1 s: it has not written its ConfigMap of this name; see the Job whose name begins with web-1a2b']);
  });

  test('await.sh ends at once when it receives SIGTERM', async () => {
    const { child, ended } = place.start('await.sh', ['marker', 'applied'], env);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(143);
  });

  test.each([
    ["MariaDB's under its old name", 'mysql  Ver 15.1 Distrib 10.3.39-MariaDB, for debian-linux-gnu', [0, 'asked\n']],
    ["not MySQL's", 'mysql  Ver 8.4.3 for Linux on x86_64 (MySQL Community Server - GPL)', [127, "the image lacks MariaDB's client, which talks to MySQL too\n"]],
  ])('client-mariadb.sh takes the client %s', async (_, version, expected) => {
    place.program('mysql', `case $1 in --version) echo '${version}' ;; *) echo asked ;; esac`);
    const { code, stdout } = await place.run('client-mariadb.sh', [], { DB_HOST: 'db', DB_PORT: '3306', DB_NAME: 'shop', DB_USER: 'app' });
    expect([code, stdout]).toEqual(expected);
  });

  // The answers of 1_find_history.up.sql: schema, version, whether it is dirty, versions that are known.
  test.each([
    ['public;3;f;3 20 ;', 'version 3 is applied, 20 is wanted'],
    ['public;20;t;3 20 ;', 'version 20 is being applied, or was left dirty'],
    ['public;;f;;', 'no version is applied, 20 is wanted'],
    ['public;;;;', 'no version is applied, 20 is wanted'],
    ['public;20;f;20 ;', '3_a.up.sql is not applied, and version 20 is, which is later'],
    ['my "schema";20;f;3 20 ;', "the history cannot be in the schema 'my \"schema\"': have the search path begin with one of letters, digits, '_' and '-'"],
    ['public;20;f;3 20 ;', undefined],
    ['public;20;f;;', undefined],
    ['public;100;f;3 20 100 ;', undefined],
  ])("applied-golang.sh reads '%s'", async (said, missing) => {
    ['3_a.up.sql', '20_b.up.sql', '20_b.down.sql'].forEach((name) => fs.writeFileSync(place.file(name), ''));
    place.program('migrate', `echo 'error: migration failed: history;${said} in line 0: DO' >&2`);
    const { code, stdout } = await place.run('applied-golang.sh', [], { MIGRATIONS_FOLDER: '.', MIGRATIONS_TABLE: 'history' });
    expect([code, stdout.trim()]).toEqual(missing ? [1, missing] : [0, '']);
  });
});

describeShells('mark.sh in %s', { own: TOOLS, others: ['curl'] }, (box) => {
  let place: Shell;
  let server: https.Server;
  let status: number;
  const requests: { url?: string; authorization?: string; body: string }[] = [];

  beforeEach(async () => {
    requests.length = 0;
    place = new Shell(box);
    fs.mkdirSync(place.file('token'));
    fs.writeFileSync(place.file('token/token'), 'a.b-c_d');
    fs.writeFileSync(place.file('map.json'), '{"kind": "ConfigMap"}\n');
    const pair = selfSigned('api', 'IP:127.0.0.1');
    fs.writeFileSync(place.file('token/ca.crt'), pair.cert);
    server = https.createServer(pair, (request, response) => {
      let body = '';
      request.on('data', (data) => body += data);
      request.on('end', () => {
        requests.push({ url: `${request.method} ${request.url}`, authorization: request.headers.authorization, body });
        response.writeHead(status).end('{\n  "message": "because"\n}\n');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterEach(() => {
    server.close();
    place.remove();
  });

  const run = (host = '127.0.0.1') => place.run('mark.sh', ['map.json'], {
    MARK_NAMESPACE: 'shop', MARK_TOKEN: 'token', KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: String((server.address() as AddressInfo).port),
  });

  test.each([
    [201, 0, 'the ConfigMap is written\n'],
    [409, 0, 'the ConfigMap was there before\n'],
    [403, 1, '{ "message": "because" } 403'],
  ])('ends as the API server says: %i', async (answer, code, stdout) => {
    status = answer;
    const ended = await run();
    expect(ended).toEqual({ code, stdout: expect.stringContaining(stdout), stderr: '' });
    expect(requests).toEqual([{ url: 'POST /api/v1/namespaces/shop/configmaps', authorization: 'Bearer a.b-c_d', body: '{"kind": "ConfigMap"}\n' }]);
  });

  test('trusts no other authority', async () => {
    fs.writeFileSync(place.file('token/ca.crt'), selfSigned('other').cert);
    const { code, stderr } = await run();
    expect([code === 0, requests, stderr]).toEqual([false, [], expect.stringMatching(/certificate/)]);
  });
});
