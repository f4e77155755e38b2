import * as fs from 'node:fs';
import * as path from 'node:path';
import { BAD, Folder } from '../support/command';

const ROOT = path.join(__dirname, '../../..');
const PAGE = fs.readFileSync(path.join(ROOT, 'docs/lint.md'), 'utf8');
const PAGES = ['README.md', ...fs.readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]
  .map((name) => fs.readFileSync(path.join(ROOT, name), 'utf8'));

let folder: Folder;
afterEach(() => folder.remove());

/** `--format`, and behind it what the page or the help says of the values. */
const optionsIn = (text: string): string[] => [...new Set([...text.matchAll(/--[a-z][a-z-]+/g)].map(([option]) => option))].sort();

/** The rows of tables of the page that are about options of a command. */
const rowsOf = (command: string): string => PAGE.split('\n').filter((line) => line.startsWith('| `--')).filter((line) => {
  const of = line.split(/(?<!\\)\|/)[2].trim();
  return line.split(/(?<!\\)\|/).length === 4 ? command === 'lint' : command !== 'lint' && (of === 'all three' || of.includes(`\`${command}\``));
}).map((line) => line.split(/(?<!\\)\|/)[1]).join('\n');

test.each(['lint', 'resources', 'timeline', 'diagram'])('the options of %s are those in the table of its page, with the same choices', async (command) => {
  folder = new Folder();
  const { stdout } = await folder.run(command, '--help');
  const help = stdout.slice(stdout.indexOf('Options:')).split('Examples:')[0];
  const listed = [...help.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, option]) => option).filter((option) => option !== '--help').sort();
  expect(optionsIn(rowsOf(command))).toEqual(listed);
  for (const [, , choices] of rowsOf(command).matchAll(/--(format|fail-on) ([a-z\\|]+)/g)) {
    choices.split('\\|').forEach((choice) => expect(help).toContain(`"${choice}"`));
  }
});

/** Each as its words, without what a pipe brings and where its output goes. */
const COMMANDS = PAGES.flatMap((page) => [...page.matchAll(/^(?:- run: |.*\| )?npx cdk8s-pod-patterns (.*)$/gm)])
  .map(([, command]) => command.replace(/ > .*/, ''));

test('the pages have commands of each kind', () => {
  folder = new Folder();
  expect([...new Set(COMMANDS.map((command) => command.split(' ')[0]))].sort()).toEqual(['diagram', 'lint', 'resources', 'timeline']);
});

test.each([...new Set(COMMANDS)])('%s does what it is shown for', async (command) => {
  folder = new Folder({ 'manifests/web.yaml': BAD, 'web.yaml': BAD, 'piped.yaml': BAD });
  const { code, stdout, stderr } = await folder.run(...command.split(' ').map((word) => word === '-' ? 'piped.yaml' : word));
  expect(stderr).not.toContain('error:');
  expect([code, stdout]).toEqual([command.startsWith('lint') ? 1 : 0, expect.stringMatching(/\S/)]);
});
