import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { LogFilter, LogShipper, LogSidecar, LogSidecarProps, SecurityBaseline, SharedVolume, SidecarMode } from '../../src';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';

const LOG_FILES = ['/var/log/app/*.log'];

describe.each(Object.entries(KINDS))('on a %s of someone else', (_kind, create) => {
  test('the app writes the folder of the files, the sidecar reads it', () => {
    const chart = newChart();
    const workload = create(chart, { containers: [{ name: 'main', image: IMAGE }] });
    new LogSidecar(workload, 'Logs', { logFiles: LOG_FILES });

    const spec = podSpecOf(chart);
    expect(containerOf(spec, 'main').volumeMounts).toEqual([{ name: 'logs', mountPath: '/var/log/app' }]);
    expect(containerOf(spec, 'logs').volumeMounts).toContainEqual({ name: 'logs', mountPath: '/var/log/app', readOnly: true });
    expect(containerOf(spec, 'logs').args).toEqual(LOG_FILES);
    expect(spec.volumes).toContainEqual({ name: 'logs', emptyDir: { sizeLimit: '200Mi' } });
  });
});

test('a volume that the app has mounted there is used', () => {
  const chart = newChart();
  const workload = newDeployment(chart);
  const data = new SharedVolume(workload, 'Data');
  data.mountTo(workload.containers[0], '/var/log');
  const logs = new LogSidecar(workload, 'Logs', { logFiles: LOG_FILES });

  expect(logs.volume.volume).toBe(data.volume);
  expect(containerOf(podSpecOf(chart), 'logs').volumeMounts).toContainEqual({ name: 'data', mountPath: '/var/log', readOnly: true });
});

test('a volume that is given is mounted into the app where it is not yet', () => {
  const chart = newChart();
  const workload = newDeployment(chart);
  const data = new SharedVolume(workload, 'Data');
  new LogSidecar(workload, 'Logs', { logFiles: LOG_FILES, volume: data });

  expect(containerOf(podSpecOf(chart), 'main').volumeMounts).toEqual([{ name: 'data', mountPath: '/var/log/app' }]);
});

test('files of another container than the first are shipped when it is named', () => {
  const chart = newChart();
  const workload = newDeployment(chart);
  const second = workload.addContainer({ name: 'second', image: IMAGE });
  new LogSidecar(workload, 'Logs', { logFiles: LOG_FILES, container: second });

  const spec = podSpecOf(chart);
  expect(containerOf(spec, 'main').volumeMounts).toBeUndefined();
  expect(containerOf(spec, 'second').volumeMounts).toHaveLength(1);
});

test('two log sidecars share the volume', () => {
  const chart = newChart();
  const workload = newDeployment(chart);
  new LogSidecar(workload, 'Access', { logFiles: ['/logs/access.log'] });
  new LogSidecar(workload, 'Error', { logFiles: ['/logs/error.log'] });

  expect(podSpecOf(chart).volumes.map((volume: any) => volume.name)).toEqual(['logs', 'access-config', 'access-tmp', 'error-config', 'error-tmp']);
});

describe('the user of the sidecar', () => {
  const SHIPPERS = {
    stream: [LogShipper.stream(), 1000],
    collector: [LogShipper.openTelemetryCollector(), 10001],
    fluentBit: [LogShipper.fluentBit(), 1000],
    fluentd: [LogShipper.fluentd(), 1000],
    custom: [LogShipper.custom({ image: 'acme/shipper:1' }), 1000],
  } as const;

  function userOf(shipper: LogShipper, securityContext?: kplus.ContainerSecurityContextProps, props: Partial<LogSidecarProps> = {}): any {
    const chart = newChart();
    const workload = new kplus.Deployment(chart, 'Web', { containers: [{ image: IMAGE, name: 'main', securityContext }] });
    new LogSidecar(workload, 'Logs', { logFiles: LOG_FILES, shipper, ...props });
    const { runAsUser, runAsGroup } = containerOf(podSpecOf(chart), 'logs').securityContext;
    return [runAsUser, runAsGroup];
  }

  test.each(Object.entries(SHIPPERS))('is that of the container whose files it reads: %s', (_name, [shipper, own]) => {
    expect(userOf(shipper, { user: 999, group: 998 })).toEqual([999, 998]);
    expect(userOf(shipper, { user: 0, ensureNonRoot: false })).toEqual([own, own]);
    expect(userOf(shipper)).toEqual([own, own]);
    expect(userOf(shipper, { user: 999 }, { security: SecurityBaseline.restricted({ user: 7 }) })).toEqual([7, 7]);
  });
});

describe('folders', () => {
  const mountsFor = (logFiles: string[], use: (workload: kplus.Deployment) => void = () => {}) => {
    const chart = newChart();
    const workload = newDeployment(chart);
    use(workload);
    new LogSidecar(workload, 'Logs', { logFiles });
    const spec = podSpecOf(chart);
    return [containerOf(spec, 'main').volumeMounts, containerOf(spec, 'logs').volumeMounts.slice(0, -2)];
  };

  test('beside each other are mounted each, so that what the image has around them stays', () => {
    const mounts = (others: object) => [
      { name: 'logs', mountPath: '/var/log/nginx', subPath: 'nginx', ...others },
      { name: 'logs', mountPath: '/srv/app/logs', subPath: 'app/logs', ...others },
    ].map((mount) => ({ ...mount, subPath: mount.mountPath.slice(1) }));
    expect(mountsFor(['/var/log/nginx/*.log', '/srv/app/logs/audit.log'])).toEqual([mounts({}), mounts({ readOnly: true })]);
  });

  test('of a common one keep their place on a volume that had the common one', () => {
    expect(mountsFor(['/var/log/nginx/*.log', '/var/log/app/audit.log'])[0].map(({ subPath }: any) => subPath)).toEqual(['nginx', 'app']);
  });

  test('that are on a volume of the app already are not mounted again', () => {
    const [app, logs] = mountsFor(['/data/web/*.log', '/data/jobs/*.log'], (workload) => new SharedVolume(workload, 'Data').mountTo(workload.containers[0], '/data'));
    expect(app).toEqual([{ name: 'data', mountPath: '/data' }]);
    expect(logs).toEqual([{ name: 'data', mountPath: '/data', readOnly: true }]);
  });

  test.each(['/usr/local/bin', '/etc/app', '/', '/var', '/proc/1'])('fails when the volume would hide %s', (folder) => {
    expect(() => mountsFor([`${folder}/app.log`.replace('//', '/')])).toThrow(`the volume of 'shop/Web/Logs' would hide '${folder}' in container 'main', a folder of the system:`
      + ' let it write to a folder of its own, such as /var/log/app');
  });

  test('fails when the volume would hide the program', () => {
    const workload = new kplus.Deployment(newChart(), 'Web', { containers: [{ image: IMAGE, name: 'main', command: ['/app/bin/server'] }] });
    expect(() => new LogSidecar(workload, 'Logs', { logFiles: ['/app/server.log'] })).toThrow('would hide \'/app\' in container \'main\', with \'/app/bin/server\'');
  });

  test('of the system are no matter where a volume is mounted there already', () => {
    expect(mountsFor(['/opt/app.log'], (workload) => new SharedVolume(workload, 'Opt').mountTo(workload.containers[0], '/opt'))[0]).toHaveLength(1);
  });
});

test('the container can be named and dimensioned, and its ConfigMap named', () => {
  const chart = newChart();
  new LogSidecar(newDeployment(chart), 'Logs', {
    logFiles: LOG_FILES,
    containerName: 'shipper',
    shipper: LogShipper.fluentBit(),
    configMapName: 'agent',
    resources: { cpu: { request: kplus.Cpu.millis(7) } },
    readiness: kplus.Probe.fromCommand(['true']),
  });

  const spec = podSpecOf(chart);
  expect(containerOf(spec, 'shipper')).toMatchObject({ resources: { requests: { cpu: '7m' } }, readinessProbe: { exec: { command: ['true'] } } });
  expect(spec.volumes).toContainEqual({ name: 'shipper-config', configMap: { name: expect.stringMatching(/^agent-/) } });
});

describe('the plain stream', () => {
  function envOf(chart: Chart): { [name: string]: string } {
    return Object.fromEntries((containerOf(podSpecOf(chart), 'logs').env ?? []).map(({ name, value }: any) => [name, value]));
  }

  test('takes prefix, filters in their order, interval and exclusions by environment', () => {
    const chart = newChart();
    new LogSidecar(newDeployment(chart), 'Logs', {
      logFiles: LOG_FILES,
      exclude: ['/var/log/app/*.gz', '/var/log/app/debug.log'],
      shipper: LogShipper.stream({
        prefix: '[LOG] ',
        filters: [LogFilter.keep('^[A-Z]'), LogFilter.redactOnly(['password']), LogFilter.drop('DEBUG')],
        interval: Duration.millis(500),
      }),
    });

    expect(envOf(chart)).toEqual({
      LOG_FOLDERS: '/var/log/app',
      LOG_PROGRAMS: '/scripts/redact.awk /scripts/frame.awk /scripts/lines.awk',
      LOG_PREFIX: '[LOG] ',
      LOG_FILTERS: 'keep ^[A-Z]\nredact password\ndrop DEBUG',
      LOG_INTERVAL: '0.5',
      LOG_EXCLUDE: '/var/log/app/*.gz\n/var/log/app/debug.log',
    });
  });

  test('a value with a variable in it arrives as it is', () => {
    const chart = newChart();
    new LogSidecar(newDeployment(chart), 'Logs', { logFiles: LOG_FILES, shipper: LogShipper.stream({ prefix: '$(HOME) $$ ' }) });
    expect(envOf(chart).LOG_PREFIX).toBe('$$(HOME) $$$$ ');
  });

  test('goes on for the app\'s last lines when both receive SIGTERM together', () => {
    const chart = newChart();
    new LogSidecar(newDeployment(chart), 'Logs', { logFiles: LOG_FILES, sidecarMode: SidecarMode.CLASSIC });
    expect(envOf(chart)).toMatchObject({ LOG_STOP_DELAY: '5' });
  });

  test('its scripts stand before the workload, so that a rolled pod never starts with the old ones', () => {
    const chart = newChart();
    new LogSidecar(newDeployment(chart), 'Logs', { logFiles: LOG_FILES });
    expect(Testing.synth(chart).map(({ kind }) => kind)).toEqual(['ConfigMap', 'Deployment']);
  });
});

test('any other program finds the files at the same paths', () => {
  const chart = newChart();
  const shipper = LogShipper.custom({ image: 'acme/shipper:1', args: ['--config', '/x'], ports: [{ number: 9000 }] });
  new LogSidecar(newDeployment(chart), 'Logs', { logFiles: LOG_FILES, shipper });

  expect(containerOf(podSpecOf(chart), 'logs')).toMatchObject({
    image: 'acme/shipper:1',
    args: ['--config', '/x'],
    ports: [{ containerPort: 9000 }],
    volumeMounts: [{ name: 'logs', mountPath: '/var/log/app', readOnly: true }],
  });
});

describe('bad input', () => {
  const create = (props: object) => () => new LogSidecar(newDeployment(), 'Logs', { logFiles: LOG_FILES, ...props });

  test('fails when no file is named', () => {
    expect(create({ logFiles: [] })).toThrow('list of log files in \'shop/Web/Logs\' is empty');
  });

  test('fails when a path is relative', () => {
    expect(create({ logFiles: ['app.log'] })).toThrow('log file \'app.log\' in \'shop/Web/Logs\' is relative');
  });

  test('fails when the workload has no container yet', () => {
    const workload = new kplus.Deployment(newChart(), 'Web');
    expect(() => new LogSidecar(workload, 'Logs', { logFiles: LOG_FILES })).toThrow('\'shop/Web\' has no container that could write');
  });

  test.each([['interval', Duration.seconds(0)], ['stopDelay', Duration.seconds(0)]])('fails when %s is zero', (name, value) => {
    expect(create({ shipper: LogShipper.stream({ [name]: value }) })).toThrow(`${name} in 'shop/Web/Logs' is zero`);
  });

  test('fails when the prefix has a newline', () => {
    expect(create({ shipper: LogShipper.stream({ prefix: 'a\nb' }) })).toThrow('prefix "a\\nb" in \'shop/Web/Logs\' contains a newline');
  });

  test('fails when a filter needs records', () => {
    expect(create({ shipper: LogShipper.stream({ filters: [LogFilter.addFields({ a: 'b' })] }) }))
      .toThrow('filter \'addFields\' in \'shop/Web/Logs\' needs records, but the plain stream has only lines');
  });

  test('fails when a pattern means something else in another shipper', () => {
    expect(create({ shipper: LogShipper.stream({ filters: [LogFilter.keep('\\d+')] }) })).toThrow('pattern \'\\d+\' in \'shop/Web/Logs\' uses \'\\d\'');
  });

  test('fails when a secret\'s name cannot be found by every shipper', () => {
    expect(create({ shipper: LogShipper.stream({ filters: [LogFilter.redact(['pass word'])] }) })).toThrow('\'pass word\' in \'shop/Web/Logs\'');
    expect(create({ shipper: LogShipper.stream({ filters: [LogFilter.redactOnly([])] }) })).toThrow('\'shop/Web/Logs\'');
  });
});

test('logs of two folders are on two volumes', () => {
  const chart = newChart();
  const workload = newDeployment(chart);
  new LogSidecar(workload, 'App', { logFiles: ['/var/log/app/*.log'] });
  new LogSidecar(workload, 'Audit', { logFiles: ['/var/log/audit/*.log'] });

  expect(containerOf(podSpecOf(chart), 'main').volumeMounts).toEqual([
    { name: 'logs', mountPath: '/var/log/app' },
    { name: 'audit-logs', mountPath: '/var/log/audit' },
  ]);
});
