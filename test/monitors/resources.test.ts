import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { MonitorShell } from './support/monitor-shell';
import { Files, recorded, write } from './support/recorded';
import { describeEach, describeProgram } from '../support/programs';
import { scriptFile } from '../support/scripts';
import { describeShells } from '../support/toolbox';

const TOOLS = ['awk', 'cut', 'date', 'grep', 'id', 'mv', 'sed', 'sleep'];
const SETTINGS = {
  RESOURCE_CONTAINER: 'app',
  RESOURCE_INTERVAL: '0.1',
  RESOURCE_CPU_LIMIT: '500',
  RESOURCE_MEMORY_LIMIT: String(512 * 1024 * 1024),
  RESOURCE_WARN_CPU: '80',
  RESOURCE_WARN_MEMORY: '80',
  RESOURCE_WARN_OPEN_FILES: '80',
  RESOURCE_WARN_THROTTLING: '25',
};
const V1 = 'root/sys/fs/cgroup/';
const LIMITS = 'cpu limit 0.500 cores, memory limit 512.0 MiB';

describeShells('resources.sh in %s', { own: TOOLS }, (box) => {
  let place: MonitorShell;
  beforeEach(() => { place = new MonitorShell(box); });
  afterEach(() => place.remove());

  /** Gives what is printed for two readings, where the first one prints so many lines. */
  async function read(first: Files, second: Files, env: Record<string, string> = {}, count = 1): Promise<string[]> {
    write(first, place.file('proc'));
    place.monitor('resources.sh', { ...SETTINGS, RESOURCE_PROC: place.file('proc'), ...env });
    await place.lines(count);
    await place.whileItSleeps(() => write(second, place.file('proc')));
    return (await place.lines(count + 1)).slice(count);
  }

  test('reads cgroup v1', async () => {
    const lines = await read(recorded('cgroup-v1-1'), recorded('cgroup-v1-2'));
    expect((await place.lines(1))[0]).toBe(`watching container 'app' by its cgroup v1: ${LIMITS}`);
    expect(lines[0]).toBe('cpu 0.464 of 0.500 cores (92.8 %), memory 95.9 MiB of 512.0 MiB (18.7 %), throttled in 72.9 % of periods, 3 threads, 9 open files');
    expect((await place.lines(4)).slice(2, 4)).toEqual(['WARNING: cpu at 92.8 %, above 80 %', 'WARNING: throttling at 72.9 %, above 25 %']);
    expect(await place.metrics((metrics) => 'resource_monitor_warning{container="app",resource="cpu"}' in metrics)).toEqual({
      'resource_monitor_up{container="app"}': '1',
      'resource_monitor_last_reading_timestamp_seconds{container="app"}': expect.stringMatching(/^\d{10}$/),
      'resource_monitor_cgroup_readable{container="app"}': '1',
      'resource_monitor_cpu_limit_cores{container="app"}': '0.500',
      'resource_monitor_memory_limit_bytes{container="app"}': '536870912',
      'resource_monitor_cpu_seconds_total{container="app"}': '103.531532',
      'resource_monitor_memory_bytes{container="app"}': '100589568',
      'resource_monitor_threads{container="app"}': '3',
      'resource_monitor_open_files{container="app"}': '9',
      'resource_monitor_open_files_ratio{container="app"}': '0.000150',
      'resource_monitor_cpu_periods_total{container="app"}': '2143',
      'resource_monitor_cpu_throttled_periods_total{container="app"}': '1817',
      'resource_monitor_cpu_throttled_seconds_total{container="app"}': '151.476533',
      'resource_monitor_warning{container="app",resource="cpu"}': '1',
      'resource_monitor_warning{container="app",resource="memory"}': '0',
      'resource_monitor_warning{container="app",resource="open_files"}': '0',
      'resource_monitor_warning{container="app",resource="throttling"}': '1',
    });
  });

  test('reads cgroup v2', async () => {
    const second = new Map([...recorded('cgroup-v2-2')].map(([file, text]) => [file, text.replace('\ninactive_file 0\n', '\ninactive_file 1598208\n')]));
    const [line] = await read(recorded('cgroup-v2-1'), second);
    expect((await place.lines(1))[0]).toBe(`watching container 'app' by its cgroup v2: ${LIMITS}`);
    expect(line).toBe('cpu 0.623 of 0.500 cores (124.6 %), memory 19.1 MiB of 512.0 MiB (3.7 %), throttled in 69.1 % of periods, 2 threads, 6 open files');
    expect(await place.metrics((metrics) => metrics['resource_monitor_cpu_periods_total{container="app"}'] === '284')).toMatchObject({
      'resource_monitor_cpu_seconds_total{container="app"}': '14.150000',
      'resource_monitor_memory_bytes{container="app"}': '20000000',
      'resource_monitor_cpu_throttled_seconds_total{container="app"}': '7.230000',
    });
  });

  describeProgram('promtool', 'by the rules of Prometheus', (promtool) => {
    test.each(['cgroup-v1-1', 'cgroup-v2-1'])('writes metrics for %s', async (name) => {
      await read(recorded(name), recorded(name));
      expect(place.checkMetrics(promtool)).toBe('');
    });
  });

  test('adds up the processes where the cgroup cannot be read, and says what is missing', async () => {
    const [first, second] = ['cgroup-v1-1', 'cgroup-v1-2'].map((name) => new Map([...recorded(name)].filter(([file]) => !/\/(root|fd)\//.test(file))));
    const [line] = await read(first, second);
    expect((await place.lines(1))[0]).toBe(`watching container 'app' by /proc: ${LIMITS}; throttling, page cache and open files are missing,`
      + ` because only its user and group 1000:0 may read its cgroup, and this runs as ${process.getuid!()}:${process.getgid!()}`);
    expect(line).toMatch(/^cpu 0\.\d{3} of 0\.500 cores \(\d\d\.\d %\), memory \d+\.\d MiB of 512\.0 MiB \(\d+\.\d %\), 3 threads$/);
    expect(Number(line.split(' ')[1])).toBeCloseTo(0.464, 1);
    const metrics = await place.metrics((found) => 'resource_monitor_threads{container="app"}' in found);
    expect(metrics['resource_monitor_cgroup_readable{container="app"}']).toBe('0');
    expect(Object.keys(metrics).join()).not.toMatch(/throttled|open_files\{/);
  });

  test('does not blame the user for a cgroup that its own user cannot read yet, and reads it when it can', async () => {
    const owned = (name: string) => new Map([...recorded(name)].map(([file, text]) => [file, text
      .replace(/^Uid:.*$/m, `Uid:\t${process.getuid!()}`).replace(/^Gid:.*$/m, `Gid:\t${process.getgid!()}`)]));
    const starting = new Map([...owned('cgroup-v1-1')].filter(([file]) => !/\/(root|fd)\//.test(file)));
    const [line] = await read(starting, owned('cgroup-v1-2'));
    expect((await place.lines(1))[0]).toMatch(/are missing, because it is only starting, or its program lets nobody look into it$/);
    expect(line).toBe(`watching container 'app' by its cgroup v1: ${LIMITS}`);
  });

  test('takes the name of a program for nothing else', async () => {
    const named = (name: string) => new Map([...recorded(name)].filter(([file]) => !/\/root\//.test(file))
      .map(([file, text]) => [file, text.replace('(stress)', '(a) 1 (b c)')]));
    const [line] = await read(named('cgroup-v1-1'), named('cgroup-v1-2'));
    expect(Number(line.split(' ')[1])).toBeCloseTo(0.464, 1);
  });

  test('warns of memory and open files', async () => {
    const files = recorded('cgroup-v1-1');
    const cached = new Map([...files].map(([file, text]) => [file, text.replace(/total_inactive_file .*/, 'total_inactive_file 20000000')
      .replace('20000                20000', '10                   20000')]));
    for (let fd = 3; fd < 9; fd++) {
      cached.set(`13/fd/${fd}`, '');
    }
    await read(cached, cached, { RESOURCE_MEMORY_LIMIT: '60000000', RESOURCE_WARN_OPEN_FILES: '89' }, 3);
    expect((await place.lines(3)).slice(1, 3)).toEqual(['WARNING: memory at 97.2 %, above 80 %', 'WARNING: open files at 90.0 %, above 89 %']);
  });

  test('says that the limits are those of the node where the container has none', async () => {
    const v1 = new Map([...recorded('cgroup-v1-1')].map(([file, text]) => [file,
      file.endsWith('quota_us') ? '-1\n' : file.endsWith('limit_in_bytes') ? '9223372036854771712\n' : text]));
    await read(v1, v1, { RESOURCE_CPU_LIMIT: '2000' });
    expect((await place.lines(1))[0]).toContain("cpu limit 2.000 cores, the node's because it has none, memory limit 512.0 MiB, the node's because it has none");
    const v2 = new Map([...recorded('cgroup-v2-1')].map(([file, text]) => [file,
      file.endsWith('cpu.max') ? 'max 100000\n' : file.endsWith('memory.max') ? 'max\n' : text]));
    write(v2, place.file('proc2'));
    place.monitor('resources.sh', { ...SETTINGS, RESOURCE_PROC: place.file('proc2') });
    const lines = await place.lines(4);
    expect(lines.find((line) => line.includes('v2'))).toContain("cores, the node's because it has none, memory limit 512.0 MiB, the node's because it has none");
  });

  test('gets rates from counters of nanoseconds beyond 2^53', async () => {
    const at = (usage: string, uptime: string) => new Map([...recorded('cgroup-v1-1'), [`13/${V1}cpuacct/cpuacct.usage`, `${usage}\n`], ['uptime', `${uptime} 1\n`]]);
    const [line] = await read(at('9007199254740993123', '9000000.00'), at('9007199256991493123', '9000009.00'));
    expect(line).toMatch(/^cpu 0\.250 of 0\.500 cores \(50\.0 %\)/);
  });

  test('starts over when the container was restarted', async () => {
    const restarted = new Map([...recorded('cgroup-v1-1')].map(([file, text]) => [file, text.replace('fdf388d3', '0a1b2c3d')]));
    restarted.set(`13/${V1}cpuacct/cpuacct.usage`, '5000000\n');
    expect(await read(recorded('cgroup-v1-2'), restarted)).toEqual([`watching container 'app' by its cgroup v1: ${LIMITS}`]);
  });

  test('says once that a container has no process, and takes no other container for it', async () => {
    const other = new Map([...recorded('cgroup-v1-1')].map(([file, text]) => [file, text.replace('containers/app/', 'containers/app-2/')]));
    expect(await read(other, recorded('cgroup-v1-1'))).toEqual([`watching container 'app' by its cgroup v1: ${LIMITS}`]);
    expect((await place.lines(1))[0]).toBe("container 'app' has no process");
  });

  test('takes a process that ends while it is read for none', async () => {
    const ending = new Map([...recorded('cgroup-v1-2')].filter(([file]) => file === 'uptime' || file === '13/mountinfo'));
    expect(await read(recorded('cgroup-v1-1'), ending, {}, 1)).toEqual(["container 'app' has no process"]);
  });

  test('ends at once when it is told to', async () => {
    write(recorded('cgroup-v1-1'), place.file('proc'));
    place.monitor('resources.sh', { ...SETTINGS, RESOURCE_PROC: place.file('proc'), RESOURCE_INTERVAL: '60' });
    await place.lines(1);
    place.stop();
    await place.ended;
  });

  test('goes on when processes end while they are read', async () => {
    const ending = new Map([...recorded('cgroup-v1-2'), ['15/mountinfo', recorded('cgroup-v1-2').get('13/mountinfo')!]]);
    expect((await read(recorded('cgroup-v1-1'), ending))[0]).toMatch(/^cpu 0\.464 .* 3 threads, 9 open files$/);
  });

});

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'resources-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

describeEach(['mawk', 'gawk', 'busybox awk'], 'resources.awk in %s', (awk) => test('reads the same', () => {
  const text = (file: string) => fs.readFileSync(path.join(__dirname, 'recorded', `${file}.txt`), 'utf8');
  const linesOf = (version: string) => awk.output(['-v', 'time=T 1', '-v', 'user=0:0', '-f', scriptFile('resources.awk')], {
    input: `${text(`cgroup-${version}-1`)}--\n${text(`cgroup-${version}-2`)}`,
    env: { PATH: process.env.PATH, METRICS_FILE: path.join(folder, 'metrics'), ...SETTINGS },
  }).split('\n');
  expect(linesOf('v1')[0]).toBe('T cpu 0.464 of 0.500 cores (92.8 %), memory 95.9 MiB of 512.0 MiB (18.7 %), throttled in 72.9 % of periods, 3 threads');
  expect(linesOf('v2')[0]).toBe('T cpu 0.623 of 0.500 cores (124.6 %), memory 20.6 MiB of 512.0 MiB (4.0 %), throttled in 69.1 % of periods, 2 threads');
}));
