import { TelemetryExporter } from '../../src';
import { COLLECTOR } from '../logging/support/collector';
import { rounds } from '../support/processes';
import { ChildProcess, describeProgram } from '../support/programs';
import { scriptFile } from '../support/scripts';
import { batchOfSpans } from '../support/spans';
import { describeShells } from '../support/toolbox';
import { eventually } from '../support/waiting';
import { Place } from '../telemetry/support/place';
import { render } from '../telemetry/support/telemetry';

describeShells('drain.sh in %s', { own: ['awk', 'sleep'], others: ['wget'] }, (box) => describeProgram(COLLECTOR, 'beside a Collector', (collector) => {
  let place: Place;
  let drain: ChildProcess;
  let ended: Promise<number | null>;
  let printed: string;

  beforeEach(async () => {
    place = new Place(collector);
    await place.open();
  });
  afterEach(async () => {
    await place.stop(drain, 'SIGKILL');
    await place.remove();
  });

  const collect = () => place.collect(render({ exporters: [TelemetryExporter.otlp({ url: `http://127.0.0.1:${place.grpc}` })] }));

  async function start(): Promise<void> {
    printed = '';
    const sh = box.install(place.file('bin'));
    drain = sh.start([scriptFile('drain.sh')], { env: { PATH: place.file('bin'), METRICS_URL: `http://127.0.0.1:${place.ports[8888]}/metrics` } });
    drain.stdout!.on('data', (data) => { printed += data; });
    ended = new Promise((resolve) => drain.on('close', resolve));
    await rounds(drain.pid!, 0);
  }

  test('ends soon when nothing is queued', async () => {
    await collect();
    await start();
    drain.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(printed).toBe('all telemetry is delivered\n');
  });

  test('waits until the queue is delivered, however often it receives SIGTERM', async () => {
    await collect();
    expect(await place.send('traces', batchOfSpans(1, 500, 'web'))).toBe(200);
    await start();
    drain.kill('SIGTERM');
    await eventually(() => printed !== '', () => 'what it waits for');
    drain.kill('SIGTERM');
    await rounds(drain.pid!, 8);
    expect(printed).toMatch(/^waiting until [0-9]{4,} bytes of telemetry are delivered\n$/);
    expect(drain.exitCode).toBeNull();
    await place.startReceiver();
    expect(await ended).toBe(0);
    expect(new Set(place.names()).size).toBe(500);
    expect(printed).toMatch(/\nall telemetry is delivered\n$/);
  });

  test('ends when there is no Collector', async () => {
    await start();
    drain.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(printed).toMatch(/^the Collector does not answer at http:/);
  });
}));
