import { behaviour } from '../support/behaviour';
import { example } from '../support/examples';

const POD = 'app-with-log-shipper';
const FILE = '/var/log/app/application.log';
const PREFIX = '[SHIPPED] ';

const LINES = [
  String.raw`back\slashes \n \t \\ \0 \c`,
  '   leading and trailing blanks   ',
  '\ttabs\tand a carriage return\rin the middle', // at the end, container runtimes take it off
  '',
  '.',
  '-n %s $(id) `id` ${HOME} "double" \'single\' *',
  'grüße, 日本語, 😀',
  Buffer.from([...Array(128).keys()].map((byte) => byte + 128)),
  Buffer.from([...Array(31).keys()].map((byte) => byte + 1).filter((byte) => byte !== 10)),
  'x'.repeat(100_000),
];

function shipped(text: Buffer): Buffer {
  const rows = text.toString('latin1').split('\n').slice(0, -1);
  return Buffer.from(rows.map((row) => `${PREFIX}${row}\n`).join(''), 'latin1');
}

behaviour(`${POD} ships lines byte for byte behind the prefix, across rotations`, async (namespace) => {
  const rotations = 3;
  const run = (script: string) => namespace.exec(POD, 'app', script);
  const text = Buffer.concat(LINES.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
  await namespace.apply(example(POD));
  await namespace.ready(POD);
  for (let rotation = 1; rotation <= rotations; rotation++) {
    await namespace.append(POD, 'app', FILE, text);
    await run(`mv ${FILE} ${FILE}.${rotation}; echo 'after rotation ${rotation}' >> ${FILE}`);
    await namespace.logged(POD, 'log-shipper', `rotation ${rotation}`, (log) => log.includes(`after rotation ${rotation}\n`));
  }
  const log = await namespace.logs(POD, 'log-shipper');
  const files = await run(`cat ${[...Array(rotations).keys()].map((index) => `${FILE}.${index + 1}`).join(' ')} ${FILE}`);
  const wanted = shipped(files).subarray(0, log.length); // the app has gone on
  expect(wanted.equals(log)).toBe(true);
  expect(files.includes(Buffer.from(LINES[7]))).toBe(true);
  return `${log.length} bytes the same, ${rotations} rotations`;
});
