import { join } from 'node:path';
import { App, Chart, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { compileIfNeeded } from './support/installation';
import { ArgumentType, ArgumentTypes, Parameter } from '../../src/core/values/type-table';
import type { Endpoint, SidecarLoggedApp } from '../../src/index';
import { ROOT } from '../docs/support/markdown';

/*
 * What users call is checked against its types, in the compiled package. No wrong type is a TypeError, and none is silent.
 */

compileIfNeeded();
const types: ArgumentTypes = jest.requireActual(join(ROOT, 'lib/argument-types.json'));
const library: any = jest.requireActual(join(ROOT, 'lib'));

/** Fits every type but texts, numbers and lists, which are read at once. */
const LATE = Lazy.any({ produce: () => undefined });

function fitting(type: ArgumentType): unknown {
  return typeof type === 'string' ? { string: 'text', number: 5, boolean: true }[type] ?? LATE : 'array' in type ? [] : 'map' in type ? {} : LATE;
}

const fittingAll = (struct: { [property: string]: [ArgumentType, boolean] } | undefined) => (
  Object.fromEntries(Object.entries(struct ?? {}).map(([property, [type]]) => [property, fitting(type)])));

/** A value that does not fit the type. */
function wrong(type: ArgumentType): unknown {
  return typeof type === 'string' ? { string: 5, number: 'five', boolean: 'yes' }[type] : 'array' in type ? 'one' : true;
}

/** The arguments of a call with one that is wrong, and how the error names it. */
function wrongCalls(parameters: Parameter[]): [named: string, args: unknown[]][] {
  return parameters.flatMap(([name, type], index): [string, unknown[]][] => {
    const args = (value: unknown) => parameters.map(([, needed], other) => other === index ? value : fitting(needed));
    const properties = typeof type === 'object' && 'of' in type ? types.structs[type.of] : undefined;
    const parts = Object.entries(properties ?? {}).map(([property, [of]]): [string, ArgumentType] => [property, of])
      .filter(([, of]) => wrong(of) !== undefined);
    const others = fittingAll(properties);
    return [
      ...wrong(type) === undefined ? [] : [[name, args(wrong(type))] as [string, unknown[]]],
      ...parts.map(([property, of]): [string, unknown[]] => [property, args({ ...others, [property]: wrong(of) })]),
      ...parts.filter(([, of]) => typeof of === 'object' && 'array' in of && wrong(of.array) !== undefined)
        .map(([property, of]): [string, unknown[]] => [`${property}[0]`, args({ ...others, [property]: [wrong((of as { array: ArgumentType }).array)] })]),
    ];
  });
}

const calls = Object.entries(types.classes).flatMap(([name, { initializer, static: methods }]) => [
  ...wrongCalls(initializer).map(([named, args]): [string, string, () => unknown] => [`new ${name}()`, named, () => new library[name](...args)]),
  ...Object.entries(methods).flatMap(([method, parameters]) => wrongCalls(parameters).map(([named, args]): [string, string, () => unknown] => (
    [`${name}.${method}()`, named, () => library[name][method](...args)]))),
]);

test.each(calls)('%s says that %s is of another type', (call, named, run) => {
  expect(run).toThrow(new RegExp(`^'[\\w.]*${named.replace(/\W/g, '\\$&')}' of ${call.replace(/\W/g, '\\$&')} is .*: it must be an? `));
});

/** The arguments of a call with a property that is not there, and its name. */
function misspelledCalls(parameters: Parameter[]): [named: string, near: string, args: unknown[]][] {
  return parameters.flatMap(([, type], index): [string, string, unknown[]][] => {
    const struct = typeof type === 'object' && 'of' in type && types.foreign[type.of] === undefined ? types.structs[type.of] : undefined;
    const others = fittingAll(struct);
    return Object.keys(struct ?? {}).slice(0, 1).map((near) => {
      const named = `${near}z`;
      return [named, near, parameters.map(([, needed], other) => other === index ? { ...others, [named]: 1 } : fitting(needed))];
    });
  });
}

const misspelled = Object.entries(types.classes).flatMap(([name, { initializer, static: methods }]) => [
  ...misspelledCalls(initializer).map(([named, near, args]): [string, string, string, () => unknown] => [
    `new ${name}()`, named, near, () => new library[name](...args),
  ]),
  ...Object.entries(methods).flatMap(([method, parameters]) => misspelledCalls(parameters)
    .map(([named, near, args]): [string, string, string, () => unknown] => [`${name}.${method}()`, named, near, () => library[name][method](...args)])),
]);

test.each(misspelled)('%s says that it has no property %s', (call, named, near, run) => {
  expect(misspelled.length).toBeGreaterThan(100);
  expect(run).toThrow(new RegExp(`^'[\\w.]*${named}' of ${call.replace(/\W/g, '\\$&')} is not a property of \\w+ \\(did you mean '${near}'\\?\\): correct it`));
});

test.each(Object.entries(types.classes).flatMap(([name, { static: methods }]) => Object.entries(methods).flatMap(([method, parameters]) => (
  parameters.flatMap(([, type], index): [string, string, string, () => unknown][] => {
    const struct = typeof type === 'object' && 'of' in type ? types.structs[type.of] ?? {} : {};
    const others = fittingAll(struct);
    return Object.entries(struct).filter(([, [of]]) => typeof of === 'object' && 'of' in of && types.enums[of.of]).map(([property, [of]]) => [
      `${name}.${method}()`, property, Object.keys(types.enums[(of as { of: string }).of])[0],
      () => library[name][method](...parameters.map(([, needed], other) => other === index ? { ...others, [property]: 'madeup' } : fitting(needed))),
    ]);
  })))))('%s says that %s is no member, such as %s', (_, property, member, run) => {
  expect(run).toThrow(new RegExp(`'${property}' of .* is the string "madeup": it must be an? \\w+, such as \\w+\\.${member}`));
});

test('there are many calls', () => {
  expect(calls.length).toBeGreaterThan(500);
});

describe('an error leads out', () => {
  const chart = new Chart(new App(), 'shop');
  const web = new kplus.Deployment(chart, 'Web');
  const app = new library.SidecarLoggedApp(chart, 'App', { image: 'a:1', logFiles: ['/logs/*.log'] });

  test.each<[string, () => unknown, string]>([
    ['a string in place of a list', () => new library.LogSidecar(web, 'Logs', { logFiles: '/a/b.log' }),
      "'logFiles' of 'shop/Web/Logs' is the string \"/a/b.log\": it must be a list of strings, also for one"],
    ['a string in place of a value class', () => new library.AmbassadorProxy(web, 'Database', { upstreams: ['postgres:5432'] }),
      "'upstreams[0]' of 'shop/Web/Database' is the string \"postgres:5432\": it must be an Upstream, such as Upstream."],
    ['a number in place of a duration', () => library.Upstream.http({ host: 'api', timeouts: { connect: 5 } }),
      "'timeouts.connect' of Upstream.http() is the number 5: it must be a Duration, such as Duration.seconds(5)"],
    ['a number in place of a size', () => library.LogShipper.fluentBit({ bufferSize: 5 }),
      "'bufferSize' of LogShipper.fluentBit() is the number 5: it must be a Size, such as Size.mebibytes(100)"],
    ['a text in place of a variable', () => new library.AppContainer(web, 'Main', { image: 'a:1', env: { MODE: 'full' } }),
      "'env.MODE' of 'shop/Web/Main' is the string \"full\": it must be an EnvValue, such as EnvValue.fromValue('text')"],
    ['a pattern in place of its container', () => new library.SharedVolume(web, 'Data').mountTo(app, '/data'),
      "'container' of SharedVolume.mountTo() is an object of SidecarLoggedApp: it must be a Container: pass its 'container'"],
    ['a password in place of a Secret, which is not shown', () => library.Database.postgres({ host: 'db', name: 'shop', password: 'hunter2' }),
      "'password' of Database.postgres() is a string: it must be a key of a Secret, such as { secret, key: 'password' }"],
    ['a property that is not there', () => new library.LogSidecar(web, 'Logs', { logFiles: ['/a/b.log'], follow: true }),
      "'follow' of 'shop/Web/Logs' is not a property of LogSidecarProps: correct it or leave it out"],
    ['one of a struct inside', () => library.Upstream.http({ host: 'api', retries: { attempts: 2 } }),
      "'retries.attempts' of Upstream.http() is not a property of RetryPolicy"],
    ['one of cdk8s-plus that is misspelled', () => new library.AppContainer(web, 'Main', { image: 'a:1', resources: { memroy: {} } }),
      "'resources.memroy' of 'shop/Web/Main' is not a property of ContainerResources (did you mean 'memory'?)"],
    ['a member of cdk8s-plus', () => new library.AppContainer(web, 'Main', { image: 'a:1', imagePullPolicy: 'always' }),
      "'imagePullPolicy' of 'shop/Web/Main' is the string \"always\": it must be an ImagePullPolicy, such as ImagePullPolicy.ALWAYS ('Always'), "],
    ['a severity in cdk8s.yaml', () => new library.PodLintPlugin({ failOn: 'fatal' }),
      "'failOn' of new PodLintPlugin() is the string \"fatal\": it must be a LintSeverity, such as LintSeverity.ERROR ('error'), "],
    ['a version in cdk8s.yaml that is a number', () => new library.PodLintPlugin({ kubernetes: 1.3 }),
      "'kubernetes' of new PodLintPlugin() is the number 1.3: it must be a string, in quotes"],
    ['the class for charts in cdk8s.yaml', () => new library.PodLint({}), "PodLint is applied to a chart or an app, with PodLint.applyTo(): write 'class: PodLintPlugin' in cdk8s.yaml"],
    ['the name of a Secret, which could be its content', () => library.Database.postgres({ host: 'db', name: 'shop', password: { secret: 'hunter2', key: 'a' } }),
      "'password.secret' of Database.postgres() is a string: it must be a Secret, such as kplus.Secret.fromSecretName("],
    ['a text that is known at synthesis only', () => new library.AppContainer(web, 'Main', { image: LATE }),
      "'image' of 'shop/Web/Main' is a Lazy, but it is needed before synthesis: pass the value itself"],
    ['a list with one', () => new library.LogSidecar(web, 'Logs', { logFiles: [LATE] }), "'logFiles[0]' of 'shop/Web/Logs' is a Lazy"],
    ['properties that are missing', () => new library.LogSidecar(web, 'Logs'), "'props' of 'shop/Web/Logs' is missing: set it to an object, as LogSidecarProps"],
    ['an app as scope', () => new library.LogSidecar(app, 'Logs', { logFiles: ['/a/b.log'] }), "pass its 'workload' as the scope"],
    ['a chart as scope', () => new library.LogSidecar(chart, 'Logs', { logFiles: ['/a/b.log'] }), 'is not inside a workload: pass a Pod, Deployment'],
  ])('from %s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});

test('what is right passes: tokens that are known late, objects of another version, what jsii does not know', () => {
  const chart = new Chart(new App(), 'shop');
  const { container } = new library.AppContainer(new kplus.Deployment(chart, 'Web'), 'App', {
    image: 'a:1', env: { MODE: kplus.EnvValue.fromValue('full') }, readiness: undefined, args: null,
  });
  expect(container.name).toBe('app');
  expect(library.WorkloadKind.deployment({ metadata: { labels: { late: LATE } } })).toBeInstanceOf(library.WorkloadKind);
  expect(container).toBeInstanceOf(kplus.Container);
  expect(new library.Endpoint({ port: 80 })).toBeInstanceOf(library.Endpoint);
  const later = { ...{ number: 80, addedLater: true } };
  expect(new library.AppContainer(new kplus.Deployment(chart, 'Other'), 'App', { image: 'a:1', ports: [later] }).container.ports).toHaveLength(1);
  class OwnApp extends (library.SidecarLoggedApp as typeof SidecarLoggedApp) {}
  const wider = { image: 'a:1', logFiles: ['/a/b.log'], team: 'shop' };
  expect(new OwnApp(chart, 'Own', wider).container.name).toBe('app');
  class Own extends (library.Endpoint as typeof Endpoint) {}
  expect(new Own({ port: 80 }).port).toBe(80);
});
