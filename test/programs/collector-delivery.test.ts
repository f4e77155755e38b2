import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as kplus from 'cdk8s-plus-28';
import { LogOutput, SharedVolume } from '../../src';
import { describeWithCollector, readIfThere, render } from '../logging/support/collector';
import { fromSecret } from '../logging/support/shippers';
import { eventually } from '../support/waiting';

describeWithCollector('delivery by the OpenTelemetry Collector', (place) => {
  test('reads rotated files once, and neither compressed nor excluded ones', async () => {
    place.log('app.log', 'one\n');
    place.log('app.log.2.gz', 'compressed\n');
    place.log('debug.log.1', 'excluded\n');
    const rendered = render([place.logFile('*.log')], { outputs: place.toReceiver() }, [place.logFile('debug.log')]);
    const first = place.ship(rendered);
    await place.receives(1);
    await place.stop(first);
    place.log('app.log', 'two\n');
    fs.renameSync(place.logFile('app.log'), place.logFile('app.log.1'));
    place.log('app.log', 'three\n');
    place.ship(rendered);
    await place.receives(3);
    await pause(500);
    expect(place.bodies().sort()).toEqual(['one', 'three', 'two']);
  });

  test('goes on behind copies and truncation', async () => {
    place.log('app.log', 'one\n');
    place.ship(render([place.logFile('*.log')], { outputs: place.toReceiver() }));
    await place.receives(1);
    fs.copyFileSync(place.logFile('app.log'), place.logFile('app.log.1'));
    fs.truncateSync(place.logFile('app.log'));
    place.log('app.log', 'two\n');
    await place.receives(2);
    await pause(500);
    expect(place.bodies()).toEqual(['one', 'two']);
  });

  test('loses none of 20,000 lines over five rotations and three kills', async () => {
    const rendered = render([place.logFile('app.log')], { outputs: place.toReceiver() });
    const kills = [4000, 9000, 14000];
    let shipper = place.ship(rendered);
    for (let line = 0; line < 20000; line++) {
      place.log('app.log', `line ${line}\n`);
      if (line % 3500 === 3499) {
        for (let number = Math.floor(line / 3500); number > 0; number--) {
          fs.renameSync(place.logFile(`app.log.${number}`), place.logFile(`app.log.${number + 1}`));
        }
        fs.renameSync(place.logFile('app.log'), place.logFile('app.log.1'));
      }
      if (line % 50 === 0) {
        await pause(10);
      }
      if (kills.includes(line)) {
        await place.stop(shipper, 'SIGKILL');
        shipper = place.ship(rendered);
      }
    }
    await eventually(() => new Set(place.bodies()).size === 20000, () => `20000 lines, got ${new Set(place.bodies()).size}; ${place.errors()}`);
  });

  test('waits for a receiver that is away', async () => {
    place.log('app.log', 'one\n');
    await place.stop(place.receiver, 'SIGKILL');
    place.ship(render([place.logFile('*.log')], { outputs: place.toReceiver() }));
    await pause(1500);
    place.log('app.log', 'two\n');
    await place.startReceiver();
    await place.receives(2);
    expect(place.bodies()).toEqual(['one', 'two']);
  });

  test('writes to stdout what a receiver that is away does not take', async () => {
    place.log('app.log', 'one\n');
    await place.stop(place.receiver, 'SIGKILL');
    place.ship(render([place.logFile('*.log')], { outputs: [...place.toReceiver(), LogOutput.stdout()] }));
    const printed = () => readIfThere(place.file('shipper.out'));
    await eventually(() => printed().includes('one'), () => place.errors());
    place.log('app.log', 'two\n');
    await eventually(() => printed().includes('two'), () => printed() + place.errors());
    await place.startReceiver();
    await place.receives(2);
    expect(place.bodies()).toEqual(['one', 'two']);
    expect(printed().match(/^(one|two)\b/gm)).toEqual(['one', 'two']);
    expect(printed()).toContain('k8s.pod.name=web-1');
  });

  test('cuts many long lines into requests that a server takes, and a line beyond 256 KiB into records', async () => {
    place.log('app.log', Array.from({ length: 40 }, (_, line) => `${line} `.padEnd(250_000, 'x')).join('\n') + '\n');
    place.log('app.log', '40 '.padEnd(300_000, 'x') + '\n');
    place.ship(render([place.logFile('*.log')], { outputs: [LogOutput.otlp({ url: `http://127.0.0.1:${place.grpc}` })] }));
    const bodies = (await place.receives(42)).map(({ body }) => body as string);
    const whole = bodies.filter(body => body.length === 250_000);
    expect(whole.map(body => parseInt(body)).sort((one, other) => one - other)).toEqual(Array.from({ length: 40 }, (_, line) => line));
    expect(bodies.filter(body => !whole.includes(body)).map(body => body.length).sort()).toEqual([262_144, 37_856]);
  });

  test('delivers to several outputs, with headers from the environment', async () => {
    place.log('app.log', 'one\n');
    const secret = 'a: b, "c" \'d\' #e $f \\n 123';
    const rendered = render([place.logFile('*.log')], (chart) => ({
      outputs: [
        LogOutput.otlp({ url: `http://127.0.0.1:${place.grpc}`, secretHeaders: { 'X-Secret': fromSecret(chart, 'key') } }),
        LogOutput.otlpHttp({ url: `http://127.0.0.1:${place.http}/`, secretHeaders: { 'X-Secret': fromSecret(chart, 'key') } }),
        LogOutput.file({ path: place.file('out/records.json'), volume: new SharedVolume(chart.node.children[0] as kplus.Deployment, 'Out') }),
        LogOutput.stdout(),
      ],
    }));
    [1, 2].forEach((output) => place.env[`OUTPUT_${output}_HEADER_1`] = secret);
    fs.symlinkSync('/proc/self/environ', place.logFile('environment.log'));
    place.ship(rendered);
    const records = await place.receives(2);
    expect(records.map(({ attributes }) => attributes['x-secret'])).toEqual([secret, secret]);
    expect(rendered.yaml).not.toContain('#e');
    expect(rendered.reader!.container.env.map(({ name }: any) => name)).toEqual(['GOMEMLIMIT']);
    const holds = (file: string, text: string) => fs.existsSync(place.file(file)) && fs.readFileSync(place.file(file), 'utf8').includes(text);
    await eventually(() => holds('out/records.json', '"one"'), () => 'the record in the file');
    await eventually(() => holds('shipper.out', `\none log.file.path=${place.logFile('app.log')}\n`), () => 'the record on stdout');
  });

  test('sends nothing of what links lead to outside of the folder', async () => {
    fs.writeFileSync(place.file('outside'), 'outside\n');
    place.env.SECRET = 'hunter2\n';
    place.log('app.log', 'one\n');
    fs.symlinkSync('app.log', place.logFile('link.log'));
    fs.symlinkSync('../outside', place.logFile('file.log'));
    fs.symlinkSync('/proc/self/environ', place.logFile('environment.log'));
    fs.symlinkSync('..', place.logFile('folder'));
    place.ship(render([place.logFile('*.log'), place.logFile('*/*')], { outputs: place.toReceiver() }));
    await place.receives(1);
    place.log('other.log', 'two\n');
    const records = await place.receives(2);
    expect(records.map(({ body }) => body)).toEqual(['one', 'two']);
    expect(Object.keys(records[0].attributes)).toEqual(['log.file.path']);
  });

  test('goes on with the file that it has written before a restart', async () => {
    const rendered = render([place.logFile('*.log')], (chart) => ({
      outputs: [LogOutput.file({ path: place.file('out/records.json'), volume: new SharedVolume(chart.node.children[0] as kplus.Deployment, 'Out') })],
    }));
    const written = () => fs.existsSync(place.file('out/records.json')) ? fs.readFileSync(place.file('out/records.json'), 'utf8') : '';
    for (const line of ['one', 'two']) {
      const shipper = place.ship(rendered);
      place.log('app.log', `${line}\n`);
      await eventually(() => written().includes(`"${line}"`), written);
      await place.stop(shipper, 'SIGKILL');
    }
    expect(written()).toMatch(/"one"[^]*"two"/);
    expect(fs.statSync(place.file('out/records.json')).mode.toString(8)).toBe('100640');
  });

  test('answers probes and tells its metrics', async () => {
    place.log('app.log', 'one\n');
    const shipper = place.ship(render([place.logFile('*.log')], { outputs: place.toReceiver() }));
    await place.receives(1);
    expect((await fetch(`http://127.0.0.1:${place.health}/`)).status).toBe(200);
    expect(await (await fetch(`http://127.0.0.1:${place.metrics}/metrics`)).text()).toMatch(/otelcol_exporter_sent_log_records\S* 1\n/);
    expect(await place.stop(shipper)).toBe(0);
  });
});
