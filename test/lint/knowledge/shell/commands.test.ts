import * as fc from 'fast-check';
import { Command, indexOfScript, readScript } from '../../../../src/lint/knowledge/shell/commands';
import { required } from '../../../support/programs';

const commands = (script: string): readonly Command[] => readScript(script).commands;
const texts = (script: string): string[] => commands(script).map(({ text }) => text);
const named = (script: string, name: string): Command => commands(script).find((command) => command.name === name)!;

/** Ways to write a text as a part of a word. */
const QUOTED: readonly ((text: string) => string)[] = [
  (text) => `'${text.replace(/'/g, "'\\''")}'`,
  (text) => `"${text.replace(/[$`"\\]/g, '\\$&')}"`,
  (text) => text.replace(/[^\n]/g, '\\$&').replace(/\n/g, "'\n'"),
];

const part = fc.tuple(fc.string({ unit: fc.constantFrom(...'ab \t\n\'"\\$`#;&|()<>*~=!{}') }), fc.constantFrom(...QUOTED)).map(([text, quoted]) => quoted(text));
const word = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));

test('words are those that sh passes on', () => {
  fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
    const script = `printf '%s\\0' "" ${words.join(' ')}`;
    const passed = required('sh').output(['-c', script]).split('\0').slice(1, -1);
    expect(commands(script)[0].args.slice(2).map(({ text }) => text)).toEqual(passed);
  }), { numRuns: 200 });
});

test('a word that is only in quotes is one, and comments and line ends are none', () => {
  expect(texts("printf '' # no\nls a\\\n b#c # d")).toEqual(['printf ', 'ls a b#c']);
});

test('whatever comes after a command, it is read', () => {
  const unit = fc.constantFrom(...'ab \n\'"\\$`#;&|()<>{}*=!', 'if ', 'then ', 'fi ', 'do ', 'done ', 'while ', 'case ', ' in ', 'esac', 'f() ', '<<E', '\nE\n', 'eval ', "sh -c '", 'alias a=', '$((', '${');
  fc.assert(fc.property(fc.string({ unit, maxLength: 200 }), (script) => {
    expect(texts(`ls first\n${script}`)[0]).toBe('ls first');
  }), { numRuns: 2000 });
});

test.each([
  ['nested substitutions', '$('.repeat(100_000)],
  ['nested groups', '( { '.repeat(50_000)],
  ['quotes that do not end', '"$(\''.repeat(50_000)],
  ['parameters that do not end', '${a:-'.repeat(50_000)],
  ['here-documents that do not end', 'cat <<E\n'.repeat(50_000)],
  ['here-documents', 'cat <<E\nE\n'.repeat(50_000)],
  ['backquotes', '`a` '.repeat(50_000)],
  ['functions that call one another', `f() { ${'g;'.repeat(50)} }; g() { ${'f;'.repeat(50)} }; f`],
  ['an alias of itself', 'alias a="a; a"; a'],
  ['blanks', ' '.repeat(1_000_000)],
])('%s are read in time', (_, script) => {
  expect(() => readScript(script)).not.toThrow();
});

test.each([
  ['a function', 'follow() { tail -f "$1"; }; follow /a', 'tail -f $1'],
  ['a function of bash', 'function follow { tail -f /a; }; follow', 'tail -f /a'],
  ['a function that only a trap calls', 'end() { nginx -s quit; }; trap end TERM', 'nginx -s quit'],
  ['an alias', 'alias follow="tail -f"; follow /a', 'tail -f /a'],
  ['a script of its own', 'sh -c "exec tail -f \'/a\'"', 'tail -f /a'],
  ['a script in a script', 'sh -c \'bash -ec "tail -f /a"\'', 'tail -f /a'],
  ['eval', 'eval "tail -f" /a', 'tail -f /a'],
  ['a substitution', 'x=$(tail -f /a)', 'tail -f /a'],
  ['backquotes in quotes', 'echo "`tail -f /a`"', 'tail -f /a'],
  ['exec, nohup and timeout', 'exec nohup timeout -k 5 10s tail -f /a', 'tail -f /a'],
  ['env', 'env A=1 /usr/bin/tail -f /a', 'tail -f /a'],
  ['if', 'if tail -f /a; then :; fi', 'tail -f /a'],
  ['else', 'if a; then b; elif c; then d; else tail -f /a; fi', 'tail -f /a'],
  ['case', 'case $1 in start|run) echo;; *) tail -f /a ;; esac', 'tail -f /a'],
  ['a pipeline in the background', 'echo | tail -f /a &', 'tail -f /a'],
  ['braces and parentheses', '{ (tail -f /a); }', 'tail -f /a'],
  ['a line behind a here-document', 'cat <<-E > /x\n\tno\n\tE\ntail -f /a', 'tail -f /a'],
  ['a quote that goes over lines', "echo 'a\nb'\ntail -f /a", 'tail -f /a'],
])('a command is seen in %s', (_, script, text) => {
  expect(texts(script)).toContain(text);
});

test.each([
  ['a comment', '# tail -f /a'],
  ['a comment behind a command', 'ls # ; tail -f /a'],
  ['what is printed', 'echo "then run: ; tail -f /a"'],
  ['a here-document', 'cat <<E > /x\ntail -f /a\nE'],
  ['a here-document in a substitution', 'x=$(cat <<E\ntail -f /a\nE\n)'],
  ['a pattern of case', 'case $x in tail) ls;; esac'],
  ['the name of a function', 'tail() { ls; }; tail -f /a'],
  ['an argument', 'grep -e tail /a'],
])('no command is seen in %s', (_, script) => {
  expect(commands(script).map(({ name }) => name)).not.toContain('tail');
});

test('a command knows its loops, whether they end, and what goes through them', () => {
  expect(named('while true; do a; done', 'a').loops).toEqual([expect.objectContaining({ kind: 'while', isEndless: true })]);
  expect(named('until nc -z db 1; do a; done', 'a').loops).toEqual([expect.objectContaining({ kind: 'until', isEndless: false })]);
  expect(named('f() { a; }; while :; do f; done', 'a').loops).toEqual([expect.objectContaining({ isEndless: true })]);
  expect(named('for ((;;)); do a; done', 'a').loops).toEqual([expect.objectContaining({ isEndless: true })]);
  const [loop] = named('for f in /m/*.sql "b c"; do a $f; done', 'a').loops;
  expect([loop.variable, ...loop.list.map(({ text, isGlob }) => [text, isGlob])]).toEqual(['f', ['/m/*.sql', true], ['b c', false]]);
});

test('a command knows where its output goes', () => {
  expect(named('a | grep x | sed y > /b', 'a').pipe).toEqual(['grep x', 'sed y']);
  expect(named('{ a; b; } | sort', 'a').pipe).toEqual(['sort']);
  expect(named('a || b', 'a').pipe).toEqual([]);
  expect(named('{ a 2>&1; } >> /b', 'a').redirections.map(({ number, operator, target }) => `${number}${operator}${target.text}`)).toEqual(['>>/b', '2>&1']);
  expect(named('x=$(a)', 'a').isCaptured).toBe(true);
  expect([named('if a; then b; fi', 'a'), named('if a; then b; fi', 'b'), named('! a', 'a')].map(({ isTested }) => isTested)).toEqual([true, false, true]);
});

test('what only bash can read is told, and not what is text', () => {
  const bashOnly = (script: string): string[] => [...readScript(script).bashOnly];
  expect(bashOnly('a=(b c); cat <<< x; diff <(a) b; [[ a ]]; function f { :; }')).toEqual(['an array', '<<<', 'a process substitution', '[[', 'the word function']);
  expect(bashOnly("echo 'a=(b)' \"<<< <(x)\" # [[ a ]]\nawk '{ a[1] = b } function f() { }'; $((a<<3))")).toEqual([]);
});

test('here-documents have their lines, and whether they end', () => {
  expect(readScript('cat <<A <<"B"\n1\nA\n 2\nB\nls').documents).toEqual([
    { word: 'A', lines: ['1'], isClosed: true, isIndented: false },
    { word: 'B', lines: [' 2'], isClosed: true, isIndented: false },
  ]);
  expect(readScript('if a; then\n  cat <<A\n  1\n  A\nfi').documents).toEqual([{ word: 'A', lines: ['  1', '  A', 'fi'], isClosed: false, isIndented: true }]);
  expect(readScript('echo "<<A" $((1<<2)) # <<B').documents).toEqual([]);
});

test.each([
  [['-c', 'ls']], [['-ec', 'ls']], [['-c', '--', 'ls']], [['-c', '-x', 'ls', 'name']], [['-e', '-o', 'pipefail', '-c', 'ls']], [['-ceo', 'pipefail', 'ls']],
])('a shell with %j runs the script', (args) => {
  expect(args[indexOfScript(args)]).toBe('ls');
  expect(readScript(`sh ${args.join(' ')}`).commands.map(({ name }) => name)).toEqual(['ls']);
});

test.each([[['ls']], [['-x', 'ls', '-c']], [['--', '-c', 'ls']], [['-c']], [['-c', '--']], [[]]])('a shell with %j has no script', (args) => {
  expect(args[indexOfScript(args)]).toBeUndefined();
});
