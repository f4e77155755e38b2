import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { scriptText } from '../../../src/core/objects/scripts';
import { describeProgram, Program } from '../../support/programs';
import { SOURCES } from '../../support/scripts';

/*
 * Pods get scripts without comments: to their programs, both texts are the same.
 */

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('/scripts/')).sort();
const written = (path: string) => readFileSync(join(SOURCES, path), 'utf8');

/** What a program has understood of a text, or an error. */
const READERS: { [extension: string]: [program: string, read: (program: Program, text: string) => string] } = {
  '.sh': ['bash', (bash, text) => output(bash, ['-c', `script() {\n${text}\n}\ndeclare -f script`])],
  '.awk': ['gawk', (gawk, text) => output(gawk, ['-o-', '-f', '-'], text).replace(/^\s*(#.*)?\n/gm, '')],
  '.lua': ['luac5.1', (luac, text) => output(luac, ['-l', '-l', '-p', '-'], text).replace(/\[\d+\]|<[^>]*>|0x[0-9a-f]+|^\t\d+\t.*\t\d+\t\d+$/gm, '')],
  '.rb': ['ruby', (ruby, text) => output(ruby, ['-rripper', '-e', PRINT_TREE], text)],
};

/** Ruby's syntax tree without the places of words. */
const PRINT_TREE = 'bare = ->(node) { node.is_a?(Array) ? node.map(&bare) : node.is_a?(Integer) ? 0 : node }; tree = Ripper.sexp($stdin.read); tree ? p(bare[tree]) : exit(1)';

function output(program: Program, args: string[], input = ''): string {
  return program.output(args, { input, env: { ...process.env, LC_ALL: 'C' } });
}

describe.each(Object.entries(READERS))('%s', (extension, [name, read]) => {
  const scripts = files.filter((file) => extname(file) === extension);

  describeProgram(name, 'scripts', (program) => {
    test.each(scripts)('%s is to its program what it is without comments', (path) => {
      const understood = read(program, written(path));
      expect(understood.length).toBeGreaterThan(20);
      expect(read(program, scriptText(path))).toBe(understood);
    });
  });
});

test.each(files)('%s has nothing in it that the program skips', (path) => {
  expect(scriptText(path)).not.toMatch(/\.(lua|sql)$/.test(path) ? /^\s*(--.*)?\n/m : /^\s*(#.*)?\n/m);
  expect(scriptText(path).length).toBeGreaterThan(5);
});

test('every script is of a kind whose comments are known', () => {
  expect([...new Set(files.map((file) => extname(file)))].sort()).toEqual(['.awk', '.lua', '.rb', '.sh', '.sql']);
});
