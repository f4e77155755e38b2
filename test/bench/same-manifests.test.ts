import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import { SinglePassApp } from '../../src/index';

jest.mock('../../lib', () => jest.requireActual('../../src/index'), { virtual: true });

/** A chart with the workloads that a variant of the benchmark adds. */
function chartOf(variant: string, workloads: string[], app = new App()): Chart {
  const chart = new Chart(app, 'chart', { disableResourceNameHashes: true });
  const { addWorkload } = jest.requireActual(`../../bench/${variant}.js`);
  workloads.forEach((name) => addWorkload(chart, name));
  return chart;
}

/** The YAML of two workloads, by objects, in any order. */
function documentsOf(variant: string, app = new App()): string[] {
  chartOf(variant, ['one', 'other'], app);
  return app.synthYaml().split(/^---\n/m).map((document) => document.trim()).sort();
}

test.each(['logged-app', 'four-patterns'])('the variants of %s that the benchmark compares write the same manifests', (app) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  process.env.BENCH_TEMPLATE = path.join(folder, 'template.json');
  fs.writeFileSync(process.env.BENCH_TEMPLATE, JSON.stringify(Testing.synth(chartOf(`${app}-with-library`, ['web']))));
  const library = documentsOf(`${app}-with-library`);
  expect(library.filter((document) => document.includes('kind: Deployment'))).toHaveLength(2);
  expect(documentsOf(`${app}-by-hand`)).toEqual(library);
  expect(documentsOf(`${app}-with-library`, new SinglePassApp())).toEqual(library);
  fs.rmSync(folder, { recursive: true });
});
