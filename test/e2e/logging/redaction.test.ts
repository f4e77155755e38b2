import { behaviour } from '../support/behaviour';
import { example } from '../support/examples';
import { lines } from '../support/lines';

const POD = 'log-filter-demo';
const DONE = '***REDACTED***';

/** Lines as written, with each secret in double angle brackets. */
const MORE = [
  'PASSWORD=<<hunter2>> Access_Token: <<abc123xyz>> user=ada',
  'connect to postgres://ada:<<s3cr3t>>@db:5432/shop?sslmode=off',
  '{"token":"<<abc 123, xyz>>","n":1,"inner":{"password":"<<p4ss}word>>"}}',
  "login password='<<single quoted secret>>' result=ok",
  'nothing here: passwords are never logged, back\\slash   blanks',
];

function written(line: string): string {
  return line.replace(/<<|>>/g, '');
}

behaviour(`${POD} shows no secret and leaves all other text as it is`, async (namespace) => {
  await namespace.apply(example(POD));
  await namespace.ready(POD);
  await namespace.append(POD, 'app', '/logs/app.log', MORE.map((line) => `${written(line)}\n`).join(''));
  const log = await namespace.logged(POD, 'log-filter', 'ten lines of the app', (text) => lines(text).length >= 10 && text.includes('never logged'));
  const file = (await namespace.exec(POD, 'app', 'cat /logs/app.log')).toString();
  const wanted = lines(file).slice(0, lines(log).length).map((line) => `[FILTERED] ${redacted(line)}`);
  const secrets = MORE.flatMap((line) => Array.from(line.matchAll(/<<(.*?)>>/g), ([, secret]) => secret));
  expect(lines(log)).toEqual(wanted);
  const own = ['secret', 'abc123xyz', 'two words', 'quo', 'ted'];
  expect([...secrets, ...own].filter((secret) => log.includes(secret))).toEqual([]);
  expect(file).toContain('abc123xyz');
  return `${lines(log).length} lines, no secret in them, all other text the same`;
});

/** What a line of the example or of MORE should come out as. */
function redacted(line: string): string {
  const more = MORE.find((candidate) => written(candidate) === line);
  return more ? more.replace(/<<.*?>>/g, DONE) : line
    .replace(/(password=)secret\d+/, `$1${DONE}`)
    .replace(/(token=)abc123xyz\d+/, `$1${DONE}`)
    .replace(/"two words \d+"/, `"${DONE}"`)
    .replace(/"quo\\"ted\d+"/, `"${DONE}"`);
}
