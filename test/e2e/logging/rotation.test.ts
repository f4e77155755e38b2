import { LogOutput, LogShipper } from '../../../src';
import { behaviour } from '../support/behaviour';
import { appIn, Mode } from '../support/examples';
import { addKiller, killLogs } from '../support/kill';
import { duplicates, range } from '../support/lines';
import { chartIn, lineBefore, LINES, lineNumbers, loggingPod, RENAMES, rotatingWriter } from '../support/logging-pod';
import { Namespace, restarts } from '../support/namespace';
import { received, Receiver } from '../support/receiver';

const KILLS = 3;
const SCENE = `${LINES} lines in a file that is renamed ${RENAMES} times`;

function hasLast(log: string): boolean {
  return log.includes(`line ${LINES} of ${LINES}\n`);
}

async function letRename(namespace: Namespace, renaming: number): Promise<void> {
  await namespace.exec('writer', 'app', `touch /logs/go-on.${renaming}`);
}

/** Kills the log sidecar while the app is writing and lets the app write its last lines when it is back. */
async function killAll(namespace: Namespace, process: string, beforeEach = async () => {}, afterEach = async () => {}): Promise<void> {
  for (let kill = 1; kill <= KILLS; kill++) {
    await beforeEach();
    await killLogs(namespace, 'writer', process);
    await afterEach();
  }
  await letRename(namespace, RENAMES);
}

behaviour(`the plain stream shows ${SCENE}, each once and in order`, async (namespace) => {
  const chart = chartIn('native', 'rotation');
  loggingPod(chart, 'writer', rotatingWriter(0.1, 1), LogShipper.stream());
  await namespace.apply(chart);
  for (let renaming = 1; renaming <= RENAMES; renaming++) { // a file that is renamed twice between two looks may be missed
    const line = lineBefore(renaming);
    await namespace.logged('writer', 'logs', `line ${line}`, (log) => lineNumbers(log).includes(line));
    await letRename(namespace, renaming);
  }
  const numbers = lineNumbers(await namespace.logged('writer', 'logs', 'the last line', hasLast));
  expect(numbers).toEqual(range(1, LINES));
  return `${numbers.length} lines, none missing, none twice`;
});

behaviour(`the plain stream starts over at the file that is there after each of ${KILLS} kills: ${SCENE}`, async (namespace) => {
  const chart = chartIn('native', 'rotation');
  addKiller(loggingPod(chart, 'writer', rotatingWriter(0.3, RENAMES), LogShipper.stream()), 1000);
  await namespace.apply(chart);
  await namespace.ready('writer');
  const lives: number[][] = [];
  await killAll(
    namespace,
    '[f]ollow.sh',
    async () => { await namespace.logged('writer', 'logs', 'a line', (log) => lineNumbers(log).length > 0); },
    async () => { lives.push(lineNumbers(await namespace.logs('writer', 'logs', 'previous=true'))); },
  );
  lives.push(lineNumbers(await namespace.logged('writer', 'logs', 'the last line', hasLast)));
  const starts = lineNumbers(await namespace.exec('writer', 'app', 'for file in /logs/app.log*; do head -n 1 $file; done'));
  for (const numbers of lives) {
    expect(starts).toContain(numbers[0]);
    expect(numbers).toEqual(range(numbers[0], numbers[0] + numbers.length - 1));
  }
  expect(lives[KILLS][lives[KILLS].length - 1]).toBe(LINES);
  expect(restarts(await namespace.pod('writer'), 'logs')).toBe(KILLS);
  const all = lives.flat();
  return `${all.length} lines shown, ${duplicates(all)} of them again, ${LINES - new Set(all).size} lost as the docstring says`;
});

const outputs: { mode: Mode; protocol: string; output: LogOutput }[] = [
  { mode: 'native', protocol: 'OTLP', output: LogOutput.otlp({ url: 'http://receiver:4317' }) },
  { mode: 'classic', protocol: 'OTLP over HTTP', output: LogOutput.otlpHttp({ url: 'http://receiver:4318' }) },
];

for (const { mode, protocol, output } of outputs) {
  behaviour(`the Collector (${mode}) loses nothing by ${KILLS} kills, by ${protocol}: ${SCENE}`, async (namespace) => {
    const chart = chartIn(mode, 'rotation');
    addKiller(loggingPod(chart, 'writer', rotatingWriter(0.3, RENAMES), LogShipper.openTelemetryCollector({ outputs: [output] })), 1000);
    await namespace.apply(new Receiver(appIn(mode)));
    await namespace.ready('receiver');
    await namespace.apply(chart);
    await namespace.ready('writer');
    await killAll(namespace, '[o]telcol');
    const numbers = await namespace.until('all lines have come', async () => {
      const came = lineNumbers(await received(namespace, `line [0-9]+ of ${LINES}`));
      if (new Set(came).size < LINES) {
        throw new Error(`${LINES - new Set(came).size} are missing`);
      }
      return came;
    });
    expect(restarts(await namespace.pod('writer'), 'logs')).toBe(KILLS);
    return `${numbers.length} lines received, ${duplicates(numbers)} of them again, none missing`;
  });
}
