import * as fs from 'node:fs';
import * as path from 'node:path';
import { eventually } from '../support/waiting';
import { describeFollow, SCRIPTS, Workplace } from './support/follower';
import { testProgram } from '../support/programs';

describeFollow('follow.sh in %s, with settings', (box) => {
  let place: Workplace;
  beforeEach(() => { place = new Workplace(box); });
  afterEach(() => place.remove());

  /** What is printed of a file with these lines. */
  async function printed(lines: string[], env: Record<string, string>): Promise<string[]> {
    const follower = place.follow([place.log('app.log', lines.map(line => `${line}\n`).join(''))], env);
    await follower.looks();
    expect(await follower.stop()).toBe(0);
    expect(follower.errors).toBe('');
    return follower.lines;
  }

  test.each([
    ['that redacts', ['redact.awk', 'frame.awk', 'lines.awk'], { LOG_FILTERS: 'redact password', LOG_PREFIX: '> ' }, '> password=***REDACTED*** user=ada'],
    ['that redacts nothing', ['unredacted.awk', 'frame.awk', 'lines.awk'], { LOG_FILTERS: 'keep ada', LOG_PREFIX: '> ' }, '> password=hunter2 user=ada'],
    ['without settings', ['frame.awk', 'print.awk'], {}, 'password=hunter2 user=ada'],
  ])('prints with the programs of a stream %s', async (_, programs, settings, printedLine) => {
    const env = { LOG_PROGRAMS: programs.map((program) => `${SCRIPTS}/${program}`).join(' '), ...settings };
    expect(await printed(['password=hunter2 user=ada'], env)).toEqual([printedLine]);
  });

  test('prints the prefix as it is', async () => {
    expect(await printed(['one', ''], { LOG_PREFIX: '[a\\n&%s] ' })).toEqual(['[a\\n&%s] one', '[a\\n&%s] ']);
  });

  test('prints what the filters leave, each applied to what the one before made', async () => {
    const lines = ['GET /health 200', 'GET /a token=abc', 'POST /b', 'GET /c token=abc debug', 'GET /d.e'];
    expect(await printed(lines, { LOG_FILTERS: 'keep ^GET\ndrop  200$\nredact token=abc\n\ndrop debug$|\\.e' })).toEqual(['GET /a ***']);
    expect(await printed([], { LOG_FILTERS: 'redact abc\nkeep abc' })).toEqual([]);
    expect(await printed([], { LOG_FILTERS: 'keep abc\nredact abc' })).toEqual(['GET /a token=***', 'GET /c token=*** debug']);
  });

  test('prints nothing of the files that are excluded', async () => {
    place.log('a b.gz.log', 'excluded\n');
    place.log('sub/x.log', 'excluded\n');
    place.log('z.log', 'included\n');
    const follower = place.follow([place.log('*.log'), place.log('*/*.log')], { LOG_EXCLUDE: `*/a b.*\n${place.log('sub')}/*` });
    await follower.prints('included\n');
    expect(follower.lines).toEqual(['included']);
  });

  test('prints with the programs that are named', async () => {
    fs.writeFileSync(place.file('upper.awk'), 'function line(text) { print toupper(text) }\n');
    expect(await printed(['one'], { LOG_PROGRAMS: `${SCRIPTS}/frame.awk\n${place.file('upper.awk')}` })).toEqual(['ONE']);
  });

  test('prints to a file, which is bounded', async () => {
    const output = place.file('out.txt');
    fs.writeFileSync(output, 'before\n');
    const follower = place.follow([place.log('app.log')], { LOG_OUTPUT: output, LOG_OUTPUT_MAX_BYTES: '1000' });
    const read = (file: string) => fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    const chunk = (round: number) => `${round}`.repeat(300) + '\n';
    for (let round = 0; round < 9; round++) {
      place.log('app.log', chunk(round));
      await eventually(() => read(output).endsWith(chunk(round)), () => read(output) + follower.errors);
    }
    expect(await follower.stop()).toBe(0);
    expect(follower.text).toBe('');
    expect(read(`${output}.1`)).toBe([4, 5, 6, 7].map(chunk).join(''));
    expect(read(output)).toBe(chunk(8));
  });

  test('fails when the output cannot be written', async () => {
    const follower = place.follow([place.log('app.log')], { LOG_OUTPUT: place.file('none/out') });
    expect(await follower.exit()).toBe(1);
    expect(follower.errors).toBe(`follow: cannot write '${place.file('none/out')}'\n`);
  });

  test('fails when there is nothing to follow', async () => {
    const follower = place.follow([]);
    expect(await follower.exit()).toBe(2);
    expect(follower.errors).toBe('follow: no file to follow: give one or more paths or globs\n');
  });

  test.each<[string, Record<string, string>, string]>([
    ['an unknown filter', { LOG_FILTERS: 'retain x' }, "unknown filter 'retain x': use keep, drop or redact"],
    ['a bad expression', { LOG_FILTERS: 'keep [a' }, 'the awk programs or their settings are wrong'],
    ['an interval that is no number', { LOG_INTERVAL: '1s' }, "LOG_INTERVAL '1s' is not a number of seconds"],
    ['a size that is no whole number', { LOG_OUTPUT_MAX_BYTES: '1.5' }, 'LOG_OUTPUT_MAX_BYTES are whole numbers'],
    ['a program that is not there', { LOG_PROGRAMS: '/nowhere/a.awk' }, '/nowhere/a.awk'],
  ])('fails when there is %s', async (_, env, message) => {
    const follower = place.follow([place.log('app.log')], env);
    expect(await follower.exit()).toBe(2);
    expect(follower.errors).toContain(message);
  });
});

describeFollow('follow.sh in %s', (box) => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace(box);
    Array.from('abcdefgh').forEach(name => place.log(`${name}.log`, `${name}\n`));
  });
  afterEach(() => place.remove());

  test('prints more files than it has descriptors, and what is added to any of them', async () => {
    const follower = place.follow([place.log('*.log')]);
    await eventually(() => follower.lines.length === 8, () => follower.text);
    Array.from('ahb').forEach(name => place.log(`${name}.log`, `more ${name}\n`));
    await eventually(() => follower.lines.length === 11, () => follower.text);
    expect(follower.lines.sort()).toEqual([...Array.from('abcdefgh'), 'more a', 'more b', 'more h']);
    expect(follower.errors).toBe('');
  });

  testProgram('bash', 'prints all files where bash is at hand', async (bash) => {
    bash.linkAs(place.file('bin/bash'));
    const follower = place.follow([place.log('*.log')]);
    await eventually(() => follower.lines.length === 8, () => follower.text);
    expect(follower.errors).toBe('');
    expect(path.basename(fs.realpathSync(`/proc/${follower.pid}/exe`))).toBe('bash');
  });
}, ['dash']);
