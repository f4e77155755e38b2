// A whole `cdk8s synth` of a small project, which is what most people wait for.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;

/** Elapsed milliseconds of every round: by hand, and with the library. */
export function measureProjects(folder, rounds) {
  const projects = ['by-hand', 'with-library'].map((variant) => [writeProject(join(folder, variant), variant), []]);
  for (let round = 0; round < rounds; round++) {
    for (const [project, times] of round % 2 ? projects : [...projects].reverse()) {
      times.push(synthesize(project));
    }
  }
  return projects.map(([, times]) => times);
}

function writeProject(folder, variant) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk8s.yaml'), 'language: typescript\napp: node main.js\n');
  writeFileSync(join(folder, 'main.js'), `
    const { App, Chart } = require(${JSON.stringify(join(here, '../node_modules/cdk8s'))});
    const { addWorkload } = require(${JSON.stringify(join(here, `logged-app-${variant}.js`))});
    const app = new App();
    const chart = new Chart(app, 'shop');
    ['web', 'report', 'search'].forEach((name) => addWorkload(chart, name));
    app.synth();`);
  return folder;
}

function synthesize(project) {
  const start = performance.now();
  execFileSync(process.execPath, [join(here, '../node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--no-check-upgrade'], { cwd: project, stdio: 'ignore' });
  return performance.now() - start;
}
