import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, AppProps, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { SinglePassApp } from '../../src';
import { fill, RandomApp, randomApp } from './support/random-app';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true })));

test('writes the same files as cdk8s, or fails with the same error', () => {
  fc.assert(fc.property(randomApp, (description) => {
    expect(synth(SinglePassApp, description)).toEqual(synth(App, description));
  }), { numRuns: 300 });
});

test('returns the same YAML as cdk8s, or fails with the same error', () => {
  fc.assert(fc.property(randomApp, (description) => {
    expect(outcome(() => filled(SinglePassApp, description).synthYaml())).toEqual(outcome(() => filled(App, description).synthYaml()));
  }), { numRuns: 500 });
});

test('what an outer construct depends on comes before what an inner one depends on', () => {
  const [ours, theirs] = [SinglePassApp, App].map((type) => {
    const app = new type();
    const chart = new Chart(app, 'chart');
    const outer = new Construct(chart, 'Outer');
    const inner = new Construct(outer, 'Inner');
    const [forInner, forOuter] = ['for-inner', 'for-outer'].map((id) => configMap(chart, id));
    configMap(inner, 'last');
    inner.node.addDependency(forInner);
    outer.node.addDependency(forOuter);
    return app.synthYaml();
  });
  expect(ours).toBe(theirs);
  expect(ours.match(/(?<=name: ).*/g)).toEqual(['for-outer', 'for-inner', 'last']);
});

test('a chart whose path is a whole number comes before charts within a construct', () => {
  const [ours, theirs] = [SinglePassApp, App].map((type) => {
    const app = new type();
    configMap(new Chart(new Construct(app, '1'), 'chart'), 'inner');
    configMap(new Chart(app, '2'), 'numbered');
    return app.synthYaml();
  });
  expect(ours).toBe(theirs);
  expect(ours.match(/(?<=name: ).*/g)).toEqual(['numbered', 'inner']);
});

test('diamonds of dependencies take a time that grows with their number', () => {
  const app = new SinglePassApp({ outdir: temporaryFolder() });
  const chart = new Chart(app, 'chart');
  const levels = Array.from({ length: 200 }, (_, level) => [0, 1, 2].map((place) => configMap(chart, `c${level}-${place}`)));
  levels.slice(1).forEach((objects, level) => objects.forEach((object) => object.addDependency(...levels[level])));
  expect(app.synthYaml().split('---\n')).toHaveLength(600);
});

test('a long chain of dependencies needs no deep stack', () => {
  const app = new SinglePassApp();
  const chart = new Chart(app, 'chart');
  const objects = Array.from({ length: 12_000 }, (_, index) => configMap(chart, `c${index}`));
  objects.slice(1).forEach((object, index) => objects[index].addDependency(object));
  expect(app.synthYaml().match(/name: .*/)?.[0]).toBe('name: c11999');
});

test('validates every construct once', () => {
  const app = new SinglePassApp({ outdir: temporaryFolder() });
  let times = 0;
  for (let index = 0; index < 3; index++) {
    new Chart(app, `chart-${index}`).node.addValidation({ validate: () => { times++; return []; } });
  }
  app.synth();
  expect(times).toBe(3);
});

test('validates once too where a construct depends on an object within it', () => {
  const app = new SinglePassApp({ outdir: temporaryFolder() });
  const chart = new Chart(app, 'chart');
  const group = new Construct(chart, 'Group');
  configMap(group, 'last');
  group.node.addDependency(configMap(group, 'middle'));
  configMap(chart, 'first');
  chart.node.addValidation({ validate: () => { times++; return []; } });
  let times = 0;
  app.synth();
  expect(times).toBe(1);
});

function configMap(scope: Construct, name: string): ApiObject {
  return new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
}

/** Files by their names, or the error. */
function synth(type: new (props: AppProps) => App, description: RandomApp): unknown {
  const outdir = temporaryFolder();
  const error = outcome(() => filled(type, description, outdir).synth());
  const files = (fs.readdirSync(outdir, { recursive: true }) as string[]).sort();
  return [error, files.map((file) => [file, fs.statSync(path.join(outdir, file)).isFile() && fs.readFileSync(path.join(outdir, file), 'utf8')])];
}

function filled(type: new (props: AppProps) => App, description: RandomApp, outdir?: string): App {
  const app = new type({ ...description.props, outdir });
  fill(app, description);
  return app;
}

function outcome(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return String(error);
  }
}

function temporaryFolder(): string {
  folders.push(fs.mkdtempSync(path.join(os.tmpdir(), 'single-pass-app-')));
  return folders[folders.length - 1];
}
