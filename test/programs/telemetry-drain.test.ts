import { ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import { TelemetryExporter } from '../../src';
import { find, shells } from '../init/support/shell';
import { COLLECTOR } from '../logging/support/collector';
import { pause, until } from '../logging/support/follower';
import { skipped } from '../support/skipped';
import { batchOfSpans } from '../support/spans';
import { Place } from '../telemetry/support/place';
import { render } from '../telemetry/support/telemetry';

if (!COLLECTOR) {
  skipped('otelcol-contrib');
}

const SCRIPT = path.join(__dirname, '../../src/telemetry/scripts/drain.sh');

(COLLECTOR ? describe : describe.skip).each(shells())('drain.sh in %s', (shell) => {
  let place: Place;
  let drain: ChildProcess;
  let printed: string;

  beforeEach(async () => {
    place = new Place();
    await place.open();
  });
  afterEach(async () => {
    await place.stop(drain, 'SIGKILL');
    await place.remove();
  });

  const collect = () => place.collect(render({ exporters: [TelemetryExporter.otlp({ url: `http://127.0.0.1:${place.grpc}` })] }));

  async function start(): Promise<void> {
    printed = '';
    const program = find(shell)!;
    drain = spawn(program, shell === 'busybox' ? ['sh', SCRIPT] : [SCRIPT], {
      env: { PATH: process.env.PATH, METRICS_URL: `http://127.0.0.1:${place.ports[8888]}/metrics` },
    });
    drain.stdout!.on('data', (data) => { printed += data; });
    await pause(500);
  }

  test('ends soon when nothing is queued', async () => {
    await collect();
    await start();
    const begin = Date.now();
    expect(await place.stop(drain)).toBe(0);
    expect(printed).toBe('all telemetry is delivered\n');
    expect(Date.now() - begin).toBeLessThan(5000);
  });

  test('waits until the queue is delivered, however often it is told to stop', async () => {
    await collect();
    expect(await place.send('traces', batchOfSpans(1, 500, 'web'))).toBe(200);
    await start();
    drain.kill('SIGTERM');
    await pause(2500);
    drain.kill('SIGTERM');
    expect(printed).toMatch(/^waiting until [0-9]{4,} bytes of telemetry are delivered\n$/);
    expect(drain.exitCode).toBeNull();
    await place.startReceiver();
    await until(() => drain.exitCode === 0, () => `the end, got ${printed}`);
    expect(new Set(place.names()).size).toBe(500);
    expect(printed).toMatch(/\nall telemetry is delivered\n$/);
  });

  test('ends when there is no Collector', async () => {
    await start();
    expect(await place.stop(drain)).toBe(0);
    expect(printed).toMatch(/^the Collector does not answer at http:/);
  });
});
