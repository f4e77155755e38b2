import { Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppContainer, ConfigFile, ConfigWriter, Database, InitMigrations, InitStep, MigrationSource, MigrationTool, SafeRollout,
  SafeRolloutProps, Sidecar, SidecarMode, WaitFor, WaitTarget,
} from '../../src';
import { KINDS, newChart } from '../support/workloads';
import { addApp, app, objects } from './support/objects';

describe('the progress deadline', () => {
  const probe = (period: number, failures: number, delay = 0) => kplus.Probe.fromTcpSocket({
    port: 80, periodSeconds: Duration.seconds(period), failureThreshold: failures, initialDelaySeconds: Duration.seconds(delay),
  });
  const deadline = (build: (pod: kplus.AbstractPod) => void, props?: SafeRolloutProps) => (
    objects(props, build).Deployment.spec.progressDeadlineSeconds);

  test.each<[string, number, (pod: kplus.AbstractPod) => void]>([
    ['two minutes and minReady', 0, addApp],
    ['the rounds in which the app may get ready', 5 + 30, (pod) => new AppContainer(pod, 'App', app(probe(10, 3, 5)))],
    ['the startup probe of the app', 300, (pod) => new AppContainer(pod, 'App', app(undefined, { startup: probe(10, 30) }))],
    ['the longest of several containers that start together', 300, (pod) => {
      new AppContainer(pod, 'App', app(undefined, { startup: probe(10, 30) }));
      new Sidecar(pod, 'Beside', app(undefined, { startup: probe(10, 6), sidecarMode: SidecarMode.CLASSIC }));
    }],
    ['native sidecars, which start one after the other', 60 + 20, (pod) => {
      new Sidecar(pod, 'One', app(undefined, { startup: probe(10, 6) }));
      new Sidecar(pod, 'Two', app(undefined, { startup: probe(10, 2) }));
      addApp(pod);
    }],
    ['the timeouts of all waits', 90 + 90, (pod) => {
      new WaitFor(pod, 'Needs', {
        timeout: Duration.seconds(90), targets: [WaitTarget.tcp({ host: 'queue', port: 5672 }), WaitTarget.http('http://other')],
      });
      addApp(pod);
    }],
    ['the lock of migrations, for which a pod may wait', 300, (pod) => {
      const password = { secret: kplus.Secret.fromSecretName(pod, 'Secret', 'orders'), key: 'password' };
      const database = Database.postgres({ host: 'orders', name: 'orders', user: 'app', password });
      new InitMigrations(pod, 'Migrations', { tool: MigrationTool.psql(), source: MigrationSource.inline({ '1_a.sql': 'SELECT 1;' }), database });
      addApp(pod);
    }],
    ['five tries to fetch a file, and the pauses between them', 5 * 20 + 15, (pod) => {
      const file = ConfigFile.fetched('a.txt', 'http://files/a.txt', { sha256: '0'.repeat(64) });
      new ConfigWriter(pod, 'Config', { files: [file], fetchTimeout: Duration.seconds(20) });
      addApp(pod);
    }],
    ['a minute for an init step that has no timeout', 60, (pod) => {
      new InitStep(pod, 'Setup', app());
      addApp(pod);
    }],
  ])('has room for %s', (_, seconds, build) => {
    expect(deadline(build)).toBe(120 + 10 + seconds);
  });

  test('takes what its user knows of an init step', () => {
    const build = (pod: kplus.AbstractPod) => {
      new InitStep(pod, 'Setup', app());
      addApp(pod);
    };
    expect(deadline(build, { initTimeouts: { setup: Duration.minutes(10) } })).toBe(120 + 10 + 600);
    expect(() => objects({ initTimeouts: { setup: Duration.minutes(10) }, progressDeadline: Duration.seconds(610) }, build))
      .toThrow("progressDeadline of 'shop/Web/Rollout' is 610 s, but a healthy pod may take 610 s (init container 'setup' 600 s, minReady 10 s)");
    expect(() => objects({ initTimeouts: { set: Duration.minutes(1) } }, build)).toThrow("names 'set', which is not an init container of 'shop/Web'");
  });

  test('counts what is added later', () => {
    const chart = newChart();
    const pod = KINDS.Deployment(chart);
    new SafeRollout(pod, 'Rollout', { progressDeadline: Duration.seconds(60) });
    new AppContainer(pod, 'App', app(undefined, { startup: probe(10, 30) }));
    expect(() => Testing.synth(chart)).toThrow(/progressDeadline of 'shop\/Web\/Rollout' is 60 s, but a healthy pod may take 310 s/);
  });
});
