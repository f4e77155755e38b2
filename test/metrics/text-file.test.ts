import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Duration } from 'cdk8s';
import { eventually } from '../support/waiting';
import { DOCUMENTED, render } from './support/adapter';
import { Container } from './support/busybox';
import { checkMetrics, samples } from './support/promtool';
import { MetricsExporter, TextFileExporterOptions } from '../../src';
import { freePort } from '../support/ports';
import { describeProgram, testProgram } from '../support/programs';

describeProgram('busybox with tcpsvd', 'metrics of a text file', (busybox) => {
  let container: Container;
  let url: string;
  beforeEach(async () => {
    container = new Container(busybox);
    fs.mkdirSync(container.file('run'));
    fs.mkdirSync(container.file('scripts'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}/metrics`;
    const options: TextFileExporterOptions = { ...DOCUMENTED, port, interval: Duration.millis(100) };
    const { container: rendered, env, files } = render(MetricsExporter.textFile(options));
    Object.entries(files).forEach(([name, text]) => container.write(`scripts/${name}`, text));
    const args = [...rendered.command.slice(1), ...rendered.args].map((arg: string) => arg.replace(/^\/scripts/, container.file('scripts')));
    container.start(args, { ...env, TEXT_FILE: container.file('app.txt'), METRICS_FILE: container.file('run/metrics.prom') });
    await eventually(() => fetch(url).then(({ ok }) => ok, () => false), () => container.errors);
  });
  afterEach(() => container.remove());

  const scrape = async () => samples(await (await fetch(url)).text());
  const series = (name: string) => `text_file_${name}{file="${container.file('app.txt')}"}`;

  /** What is served of lines with the same number from a million on twice: none while the file stood still at no look for a while. */
  async function consistent(most = Infinity): Promise<number[]> {
    const { app_requests_total: requests, app_errors_total: errors } = await scrape();
    expect(requests).toBe(errors);
    if (requests === undefined) {
      return [];
    }
    expect(requests).toBeGreaterThan(1_000_000);
    expect(requests).toBeLessThanOrEqual(most);
    return [requests];
  }

  test('is there before the file is, and says so', async () => {
    expect(await scrape()).toEqual({ [series('up')]: 0, [series('last_read_timestamp_seconds')]: 0, [series('unreadable_lines_total')]: 0 });
  });

  test('serves what the app writes', async () => {
    container.write('app.txt', 'CUSTOM_FORMAT: requests=12, errors=3, latency_ms=120\ngarbled\n');
    await eventually(async () => (await scrape())[series('up')] === 1, () => container.errors);
    const written = Math.floor(fs.statSync(container.file('app.txt')).mtimeMs / 1000);
    expect(await scrape()).toMatchObject({
      app_requests_total: 12,
      app_errors_total: 3,
      app_latency_seconds: 0.12,
      [series('unreadable_lines_total')]: 1,
      [series('last_read_timestamp_seconds')]: written,
    });
    await eventually(() => container.errors.includes('unreadable line: garbled'), () => container.errors);
  });

  testProgram('promtool', 'serves what promtool takes', async (promtool) => {
    container.write('app.txt', 'CUSTOM_FORMAT: requests=12, errors=3, latency_ms=120\ngarbled\n');
    await eventually(async () => (await scrape())[series('up')] === 1, () => container.errors);
    expect(checkMetrics(promtool, await (await fetch(url)).text())).toBe('');
  });

  test('never puts a line together from two versions of the file, however slowly it is read', async () => {
    fs.rmSync(container.file('bin/tr'));
    container.addApplet('dd');
    const slow = `#!${container.file('bin/sh')}\ndd bs=27 count=1 2>/dev/null\nsleep 0.02\nexec dd 2>/dev/null\n`;
    fs.writeFileSync(container.file('bin/tr'), slow, { mode: 0o755 });
    let written = 100;
    const rewrite = () => {
      written++;
      container.write('app.txt', `CUSTOM_FORMAT: requests=${written}, errors=${written}\n`);
    };
    const timer = setInterval(rewrite, 5);
    const seen = [];
    for (let count = 0; count < 60; count++) {
      seen.push(await scrape());
      await pause(20);
    }
    clearInterval(timer);
    expect(seen.filter(({ app_requests_total: requests, app_errors_total: errors }) => requests !== errors)).toEqual([]);
    await eventually(async () => (await scrape()).app_requests_total === written, () => container.errors);
  });

  test('never serves half a file that is rewritten in place all the time', async () => {
    let written = 1_000_000;
    const rewrite = () => {
      written++;
      const file = fs.openSync(container.file('app.txt'), 'w');
      fs.writeSync(file, 'x\n'.repeat(3000));
      for (const part of ['CUSTOM_FORMAT: requests=', String(written).slice(0, 3), String(written).slice(3), `, errors=${written}\n`]) {
        fs.writeSync(file, part);
      }
      fs.closeSync(file);
    };
    rewrite();
    await eventually(async () => (await scrape())[series('up')] === 1, () => container.errors);
    const timer = setInterval(rewrite, 5);
    const seen: number[] = [];
    for (let count = 0; count < 50 || new Set(seen).size <= 5; count++) {
      seen.push(...await consistent(written));
      await pause(10);
    }
    clearInterval(timer);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
  });

  test('follows a file that is rewritten in place without pause', async () => {
    // It is whole for longer than it is not, but for less time than a program takes to start.
    const whole = 'j=0; while [ $j -lt 50 ]; do j=$((j + 1)); done';
    const rewrite = `{ printf "CUSTOM_FORMAT: requests=%s" $i; printf ", errors=%s\\n" $i; } > app.txt; ${whole}`;
    container.startBeside(`i=1000000; while i=$((i + 1)); do ${rewrite}; done`);
    const seen: number[] = [];
    await eventually(async () => {
      seen.push(...await consistent());
      return new Set(seen).size > 1;
    }, () => container.errors);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
  });

  test('does not read a file that is larger than 1 MiB, or no file', async () => {
    container.write('app.txt', `CUSTOM_FORMAT: requests=12, errors=3\n${'\n'.repeat(1_048_576)}`);
    await pause(500);
    expect((await scrape())[series('up')]).toBe(0);
    fs.rmSync(container.file('app.txt'));
    fs.mkdirSync(container.file('app.txt'));
    await pause(500);
    expect((await scrape())[series('up')]).toBe(0);
  });

  test('comes with the scripts that it needs', () => {
    const { files } = render(MetricsExporter.textFile(DOCUMENTED));
    expect(Object.keys(files).sort()).toEqual(['answer-metrics.sh', 'json.awk', 'read-text.sh', 'serve-metrics.sh', 'text.awk']);
  });
});
