import * as fs from 'node:fs';
import * as fc from 'fast-check';
import { eventually } from '../support/waiting';
import { describeFollow, Workplace } from './support/follower';
import { testProgram } from '../support/programs';

const LONGEST = 262_144;

describeFollow('follow.sh in %s, whatever an app leaves in its folder', (box) => {
  let place: Workplace;
  beforeEach(() => { place = new Workplace(box); });
  afterEach(() => place.remove());

  test('prints more files than it holds open, and what is added to the first, the last and a new one', async () => {
    const names = Array.from({ length: 240 }, (_, index) => `app-${1000 + index}.log`);
    names.forEach(name => place.log(name, `${name}\n`));
    const follower = place.follow([place.log('*.log')]);
    for (const count of [60, 120, 180, 240]) {
      await eventually(() => follower.lines.length >= count, () => `${count} lines, not ${follower.lines.length}: ${follower.errors}`);
    }
    const more = [names[0], names[239], 'new.log'];
    more.forEach(name => place.log(name, `more ${name}\n`));
    await eventually(() => follower.lines.length === 243, () => follower.text);
    expect(follower.lines.sort()).toEqual([...names, ...more.map(name => `more ${name}`)].sort());
    expect(follower.errors).toBe('');
  }, 120_000);

  test('cuts a line that is too long as soon as it is, counts the rest, and goes on', async () => {
    const follower = place.follow([place.log('app.log')]);
    place.log('app.log', `start\n${'a\r'.repeat(1_500_000)}`);
    await follower.prints(` [cut at ${LONGEST} bytes]\n`);
    place.log('app.log', 'b\r'.repeat(1_000_000));
    place.log('app.log', '\nend\r\n');
    await follower.prints('end\n');
    await eventually(() => follower.errors !== '', () => 'what was left out');
    expect(follower.lines).toEqual(['start', `${'a\r'.repeat(LONGEST / 2)} [cut at ${LONGEST} bytes]`, 'end']);
    expect(follower.errors).toBe(`follow: left out ${5_000_000 - LONGEST} bytes of lines longer than ${LONGEST} bytes in '${place.log('app.log')}'\n`);
  });

  test('filters see a line without the CR of CRLF, and so does what is printed', async () => {
    const follower = place.follow([place.log('app.log', 'one debug\r\ntwo info\r\n')], { LOG_FILTERS: 'keep info$' });
    await follower.prints('\n');
    expect(follower.text).toBe('two info\n');
  });

  test('prints nothing of compressed copies', async () => {
    ['gz', 'bz2', 'xz', 'zst'].forEach(kind => place.log(`app.log.1.${kind}`, 'compressed\n'));
    place.log('app.log.2', 'plain\n');
    const follower = place.follow([place.log('app.log*')]);
    await follower.prints('plain\n');
    expect(await follower.stop()).toBe(0);
    expect(follower.text).toBe('plain\n');
  });

  testProgram('mkfifo', 'reads nothing but regular files inside the folder', async (mkfifo) => {
    fs.mkdirSync(place.file('outside'));
    fs.writeFileSync(place.file('outside/secret.log'), 'secret\n');
    fs.mkdirSync(place.log('folder.log'));
    fs.symlinkSync(place.file('outside/secret.log'), place.log('a.log'));
    fs.symlinkSync('/proc/self/environ', place.log('b.log'));
    fs.symlinkSync('/dev/zero', place.log('c.log'));
    fs.symlinkSync('/', place.log('d.log'));
    fs.symlinkSync(place.file('outside'), place.log('e'));
    mkfifo.run([place.log('f.log')]);
    place.log('z/z.log', 'last\n');
    const follower = place.follow([place.log('*.log'), place.log('*/*.log')]);
    await follower.prints('last\n');
    expect(await follower.stop()).toBe(0);
    expect(follower.text).toBe('last\n');
    expect(follower.errors.split('\n').slice(0, -1).sort()).toEqual([
      ...['a', 'b', 'c', 'd', 'f'].map(name => `follow: '${place.log(`${name}.log`)}' is not a regular file, and is not read`),
      `follow: '${place.log('e/secret.log')}' leads out of the folders of the log files, and is not read`,
    ].sort());
  });

  test('follows a link that is named, as long as it leads to a file in the folder', async () => {
    place.log('2026.txt', 'one\n');
    fs.symlinkSync('2026.txt', place.log('current'));
    const follower = place.follow([place.log('current')]);
    await follower.prints('one\n');
    fs.writeFileSync(place.file('secret'), 'secret\n');
    fs.rmSync(place.log('current'));
    fs.symlinkSync(place.file('secret'), place.log('current'));
    await eventually(() => follower.errors.includes('leads out'), () => follower.errors);
    expect(follower.text).toBe('one\n');
  });

  test('hears SIGTERM within a file without end, and the lines of others', async () => {
    place.log('a.log', '');
    fs.truncateSync(place.log('a.log'), 40 * 2 ** 30);
    const follower = place.follow([place.log('*.log')], { LOG_DRAIN_TIME: '1' });
    place.log('b.log', 'heard\n');
    await follower.prints('heard\n');
    expect(await follower.stop()).toBe(0);
    expect(follower.errors).toBe('follow: stopped before all was read\n');
  });

  test('runs nothing that is in a name, and prints files whatever their names are', async () => {
    const byte = fc.integer({ min: 1, max: 255 }).filter(value => value !== 47);
    const telling = fc.constantFrom(...['\n', '1 2 3 ', '$(touch pwned)', '`touch pwned`', ';touch pwned;', '"', '\'', '\\', '*', '[', '?', '%s', '-n', '=', '\n=\n',
      '1_2 3 81a4', '\ngone 1_2'].map(text => [...Buffer.from(text)]));
    const name = fc.array(fc.oneof(byte.map(value => [value]), telling), { minLength: 1, maxLength: 12 })
      .map(parts => Buffer.from(parts.flat())).filter(bytes => !/^\.|\.$/.test(bytes.toString('latin1')));
    const follower = place.follow([place.log('*/*.log')]);
    const expected: string[] = [];
    await fc.assert(fc.asyncProperty(name, name, async (folder, file) => {
      const path = Buffer.concat([Buffer.from(place.log('')), Buffer.from('/'), folder]);
      fs.mkdirSync(path, { recursive: true });
      expected.push(`line ${expected.length}`);
      fs.writeFileSync(Buffer.concat([path, Buffer.from('/'), file, Buffer.from(`${expected.length}.log`)]), `${expected.at(-1)}\n`);
      await follower.prints(`${expected.at(-1)}\n`);
    }), { numRuns: 40, endOnFailure: true });
    expect(follower.lines).toEqual(expected);
    expect(follower.errors).toBe('');
    expect(['/', place.folder, place.log('')].flatMap(folder => fs.readdirSync(folder)).filter(found => found.includes('pwned') && !found.includes('touch'))).toEqual([]);
  });

  test('12,000 long names do not stop the others', async () => {
    for (let index = 0; index < 12_000; index++) {
      fs.closeSync(fs.openSync(place.log(`${'x'.repeat(180)}${index}.log`), 'w'));
    }
    const follower = place.follow([place.log('*.log')]);
    place.log('a.log', 'one\n');
    await follower.prints('one\n');
    place.log('a.log', 'two\n');
    await follower.prints('two\n');
  });

  test('its heart beats, but not while there are too many files', async () => {
    const heartbeat = place.file('heartbeat');
    place.follow([place.log('*.log')], { LOG_HEARTBEAT: heartbeat });
    await eventually(() => fs.existsSync(heartbeat), () => 'a heartbeat');
    const other = new Workplace(box);
    Array.from('abc').forEach(name => other.log(`${name}.log`, `${name}\n`));
    const follower = other.follow([other.log('*.log')], { LOG_HEARTBEAT: other.file('heartbeat'), LOG_MAX_FILES: '2' });
    await eventually(() => follower.errors !== '' && follower.lines.length === 3, () => follower.text);
    await follower.looks();
    expect(follower.errors).toBe('follow: more than 2 files: delete old ones, or follow fewer\n');
    expect(fs.existsSync(other.file('heartbeat'))).toBe(false);
    await other.remove();
  });
});
