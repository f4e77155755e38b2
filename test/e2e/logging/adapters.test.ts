import { behaviour } from '../support/behaviour';
import { example } from '../support/examples';
import { lines } from '../support/lines';

const NASTY = [
  'he said "it is a=b"; back\\slash, \\n, \\u0041, {level} and %s $HOME `id`',
  'grüße, 日本語, 😀',
  '} ] , : " { [',
  '   blanks   ',
];

/** What an adapter made of the records of a test; the app's own are of the level INFO. */
function warnings(log: string): string[] {
  return lines(log).filter((line) => line.includes(' WARN - '));
}

behaviour('multi-format-logger converts any JSON record, and its monitor cannot write', async (namespace) => {
  const pod = 'multi-format-logger';
  const messages = [...NASTY, 'two\nlines\tand a tab'];
  await namespace.apply(example(pod));
  await namespace.ready(pod);
  const records = messages.flatMap((message, index) => [
    `{ "timestamp" : "t${index}" , "level":"WARN", ${JSON.stringify({ nested: { level: 'wrong', list: ['"', '}'] }, message }).slice(1)}`,
    `{"level":"WARN","message":${toEscapes(message)},"timestamp":"t${index}"}`,
  ]);
  await namespace.append(pod, 'json-app', '/logs/app.json', `${records.join('\n')}\n`);
  const wanted = messages.flatMap((message, index) => (
    Array(2).fill(`[t${index}] WARN - ${message.replace(/\n/g, '\\n').replace(/\t/g, '\\t')}`)));
  const log = await namespace.logged(pod, 'log-monitor', 'all records', (text) => warnings(text).length >= wanted.length);
  expect(warnings(log)).toEqual(wanted);
  expect(lines(log).filter((line) => !line.includes(' WARN - ')).filter((line) => !/^\[20[\dT:Z-]+\] INFO - Processing request$/.test(line))).toEqual([]);
  await expect(namespace.exec(pod, 'log-monitor', 'touch /logs/formatted.log')).rejects.toThrow('Read-only file system');
  return `${records.length} records with escapes are right, a write of the monitor is refused`;
});

/** The same JSON string with an escape for every character. */
function toEscapes(text: string): string {
  return `"${text.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
}

behaviour('log-adapter-demo writes valid JSON, with numbers, whatever the values hold', async (namespace) => {
  const pod = 'log-adapter-demo';
  const actions = [...NASTY, 'tab\there', 'x'.repeat(20_000)];
  await namespace.apply(example(pod));
  await namespace.ready(pod);
  const rows = actions.map((action, index) => `TIMESTAMP=${1_700_000_000 + index}|LEVEL=WARN|MODULE=a"\\b|USER=${index}|ACTION=${action}\n`);
  await namespace.append(pod, 'app', '/logs/app.log', rows.join(''));
  const log = lines(await namespace.logged(pod, 'log-adapter', 'the last line', (text) => (
    lines(text).some((line) => line.includes(actions[actions.length - 1])))));
  const objects = log.map((line) => JSON.parse(line));
  const own = objects.filter(({ level }) => level === 'INFO');
  expect(objects.filter(({ level }) => level === 'WARN')).toEqual(actions.map((action, index) => (
    { timestamp: 1_700_000_000 + index, level: 'WARN', module: 'a"\\b', user: index, action })));
  expect(own).toEqual(own.map((_, index) => (
    { timestamp: expect.any(Number), level: 'INFO', module: 'auth', user: index + 1, action: 'said "a=b"' })));
  return `${objects.length} lines, all valid JSON, timestamp and user are numbers`;
});
