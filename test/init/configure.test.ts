import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as http from 'node:http';
import { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { Shell } from './support/shell';
import { describeShells } from '../support/toolbox';

const TOOLS = ['awk', 'chmod', 'cp', 'dirname', 'mkdir', 'mktemp', 'mv', 'rm'];
const mode = (file: string) => fs.statSync(file).mode.toString(8).slice(-3);
const ANYTHING = 'it\'s "a" \\n $HOME `x` {{Q}} & % ü\n\ttab';

describeShells('configure.sh in %s', { own: TOOLS }, (box) => {
  let place: Shell;
  beforeEach(() => {
    place = new Shell(box);
    fs.mkdirSync(place.file('out'));
  });
  afterEach(() => place.remove());

  const configure = (args: string[], env: Record<string, string> = {}) => place.run('configure.sh', args, { CONFIG_FOLDER: place.file('out'), ...env });
  const written = (path: string) => fs.readFileSync(place.file(`out/${path}`), 'utf8');

  function template(text: string): string {
    fs.writeFileSync(place.file('template'), text);
    return place.file('template');
  }

  test('fills values in as they are, once', async () => {
    const from = template('a={{A}} {{A|json}}{{EMPTY}}\n{ "x": {} }\nno newline at the end');
    expect(await configure(['fill', from, 'conf.d/a b.conf'], { VALUE_A: ANYTHING, VALUE_EMPTY: '' }))
      .toEqual({ code: 0, stdout: 'wrote conf.d/a b.conf\n', stderr: '' });
    const json = JSON.stringify(ANYTHING).replace('\\n\\t', '\\u000a\\u0009');
    expect(written('conf.d/a b.conf')).toBe(`a=${ANYTHING} ${json}\n{ "x": {} }\nno newline at the end`);
    expect(mode(place.file('out/conf.d/a b.conf'))).toBe('640');
    expect(mode(place.file('out/conf.d'))).toBe('750');
    expect(fs.readdirSync(place.file('out'))).toEqual(['conf.d']);
  });

  test('values come from files too, whatever their size', async () => {
    const text = `${ANYTHING}\u0001${'line "1"\n'.repeat(20_000)}`;
    fs.writeFileSync(place.file('value'), text);
    expect(await configure(['fill', template('{{A}}|{{A|json}}'), 'x'], { FILE_A: place.file('value') })).toMatchObject({ code: 0, stderr: '' });
    expect(written('x').slice(0, text.length + 1)).toBe(`${text}|`);
    expect(JSON.parse(written('x').slice(text.length + 1))).toBe(text);
  });

  test('a shell reads each variable of a file of environment variables as it was', async () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !/[\0']|\r\n/.test(value));
    await fc.assert(fc.asyncProperty(text, text, async (a, b) => {
      await configure(['fill', template("A='{{A|env}}'\nB='<{{B|env}}>'\n"), 'x'], { VALUE_A: a, VALUE_B: b });
      fs.writeFileSync(place.file('read.sh'), `. '${place.file('out/x')}' && printf '%s|%s' "$A" "$B"`);
      expect((await place.run(place.file('read.sh'), [])).stdout).toBe(`${a}|<${b}>`);
    }), { numRuns: 40 });
  });

  test.each([
    ['has an apostrophe', "it's", 'an apostrophe'],
    ['has lines of Windows', 'a\r\nb', 'a carriage return at the end of a line'],
    ['is too long', 'x'.repeat(32_769), 'more than 32 KiB'],
  ])('fails when a value that %s is to be an environment variable', async (_, value, problem) => {
    const { code, stderr } = await configure(['fill', template("A='{{A|env}}'"), 'x'], { VALUE_A: value });
    expect([code, stderr]).toEqual([1, expect.stringContaining(`value 'A' has ${problem}`)]);
    expect(fs.readdirSync(place.file('out'))).toEqual([]);
  });

  test('fails when the file of a value is not there', async () => {
    const { code, stderr } = await configure(['fill', template('{{A}}'), 'x'], { FILE_A: place.file('missing') });
    expect([code, stderr]).toEqual([1, "value 'A' is not there\n"]);
  });

  test('any value arrives as it is', async () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
    await fc.assert(fc.asyncProperty(text, text, async (a, b) => {
      await configure(['fill', template('{{A}}|{{B|json}}\n'), 'x'], { VALUE_A: a, VALUE_B: b });
      const result = written('x');
      expect(result.slice(0, a.length + 1)).toBe(`${a}|`);
      expect(JSON.parse(result.slice(a.length + 1))).toBe(b);
    }), { numRuns: 40 });
  });

  test('writes all or nothing', async () => {
    fs.writeFileSync(place.file('out/a'), 'old');
    const { code, stdout, stderr } = await configure(['fill', template('{{A}}'), 'a', 'fill', template('{{B}}'), 'b'], { VALUE_A: '1' });
    expect([code, stdout, stderr]).toEqual([1, expect.stringMatching(/was not written from/), expect.stringMatching(/value 'B' is not set/)]);
    expect(written('a')).toBe('old');
    expect(fs.readdirSync(place.file('out'))).toEqual(['a']);
  });

  test('copies files and folders, over older ones too', async () => {
    fs.mkdirSync(place.file('from/sub'), { recursive: true });
    fs.writeFileSync(place.file('from/run'), 'x', { mode: 0o755 });
    fs.writeFileSync(place.file('from/sub/data'), 'y');
    fs.symlinkSync('sub/data', place.file('from/link'));
    for (let round = 0; round < 2; round++) {
      const { code, stdout } = await configure(['copy', place.file('from'), 'all', 'copy', place.file('from/run'), 'one']);
      expect([code, stdout]).toEqual([0, 'wrote all\nwrote one\n']);
    }
    expect(fs.readdirSync(place.file('out/all')).sort()).toEqual(['link', 'run', 'sub']);
    expect([written('all/sub/data'), written('all/link'), written('one')]).toEqual(['y', 'y', 'x']);
    expect(mode(place.file('out/one'))).toBe('750');
  });

  test('says what it could not copy', async () => {
    const { code, stdout, stderr } = await configure(['copy', '/missing', 'x']);
    expect([code, stdout, stderr]).toEqual([1, 'x was not written from /missing\n', expect.stringContaining('/missing')]);
    expect(fs.readdirSync(place.file('out'))).toEqual([]);
  });
});

describeShells('configure.sh in %s, with an image that is mounted', { own: ['readlink', ...TOOLS] }, (box) => {
  let place: Shell;
  beforeEach(() => {
    place = new Shell(box);
    ['out', 'image/etc/ssl/certs', 'image/usr/share/ca'].forEach((folder) => fs.mkdirSync(place.file(folder), { recursive: true }));
    fs.writeFileSync(place.file('image/usr/share/ca/a b*.crt'), 'A');
    fs.writeFileSync(place.file('image/etc/ssl/certs/.hidden'), 'H', { mode: 0o755 });
  });
  afterEach(() => place.remove());

  const link = (target: string, path: string) => fs.symlinkSync(target, place.file(`image${path}`));
  const take = (source: string) => place.run('configure.sh', ['take', source, 'x'], { CONFIG_FOLDER: place.file('out'), CONFIG_IMAGE: place.file('image') });
  const read = (path: string) => fs.readFileSync(place.file(`out/${path}`), 'utf8');

  test('links lead where they lead in the image', async () => {
    link('/usr/share/ca/a b*.crt', '/etc/ssl/certs/absolute');
    link('../../../../../../usr/share/ca/a b*.crt', '/etc/ssl/certs/far-up');
    link('absolute', '/etc/ssl/certs/twice');
    link('/usr/share', '/share');
    link('/share/ca', '/etc/ssl/certs/folder\n');
    expect(await take('/etc/ssl/certs')).toEqual({ code: 0, stdout: 'wrote x\n', stderr: '' });
    expect(fs.readdirSync(place.file('out/x')).sort()).toEqual(['.hidden', 'absolute', 'far-up', 'folder\n', 'twice']);
    expect(['absolute', 'far-up', 'twice', 'folder\n/a b*.crt', '.hidden'].map((name) => read(`x/${name}`))).toEqual(['A', 'A', 'A', 'A', 'H']);
    expect([mode(place.file('out/x/absolute')), mode(place.file('out/x/.hidden')), mode(place.file('out/x'))]).toEqual(['640', '750', '750']);
    expect(await take('/share/ca/a b*.crt')).toMatchObject({ code: 0 });
    expect(read('x')).toBe('A');
  });

  test.each([
    ['a file that only the machine has', '/etc/passwd', 'image/etc/passwd'],
    ['a link in a circle', '/etc/circle', 'has too many links'],
    ['a link to nothing', '/etc/dangling', 'image/nowhere'],
  ])('fails for %s', async (_, source, problem) => {
    link('/etc/circle', '/etc/circle');
    link('/nowhere', '/etc/dangling');
    const { code, stdout, stderr } = await take(source);
    expect([code, stdout, stderr]).toEqual([1, `x was not written from ${source}\n`, expect.stringContaining(problem)]);
    expect(fs.readdirSync(place.file('out'))).toEqual([]);
  });
});

describeShells('configure.sh in %s fetches', { own: ['sha256sum', ...TOOLS], others: ['curl'] }, (box) => {
  let place: Shell;
  let server: http.Server;
  let failures: number;
  let url: string;
  const sum = createHash('sha256').update('body').digest('hex');

  beforeEach(async () => {
    place = new Shell(box);
    fs.mkdirSync(place.file('out'));
    server = http.createServer((_, response) => response.writeHead(failures-- > 0 ? 503 : 200).end('body')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x?a=[1]`;
  });
  afterEach(() => {
    server.close();
    place.remove();
  });

  const fetch = (checksum: string, tries = '2') => place.run('configure.sh', ['fetch', url, 'a/x', checksum, '', 'fetch', url, 'y', checksum, ''],
    { CONFIG_FOLDER: place.file('out'), CONFIG_TRIES: tries, CONFIG_TIMEOUT: '30' });

  test('files with the right checksum, with a second try', async () => {
    failures = 1;
    const { code, stdout } = await fetch(sum);
    expect([code, stdout]).toEqual([0, 'wrote a/x\nwrote y\n']);
    expect(fs.readFileSync(place.file('out/a/x'), 'utf8')).toBe('body');
  });

  test('nothing with another checksum', async () => {
    failures = 0;
    const { code, stdout } = await fetch(sum.replace(/^./, 'f'));
    expect([code, stdout]).toEqual([1, `sha256 is ${sum} instead of ${sum.replace(/^./, 'f')}\na/x was not written from ${url}\n`]);
    expect(fs.readdirSync(place.file('out'))).toEqual([]);
  });

  test('nothing that the server does not give', async () => {
    failures = 10;
    const { code, stdout, stderr } = await fetch(sum, '1');
    expect([code, stdout, stderr]).toEqual([1, `a/x was not written from ${url}\n`, expect.stringContaining('503')]);
    expect(fs.readdirSync(place.file('out'))).toEqual([]);
  });
});
