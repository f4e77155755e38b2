// What the variants wrote.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The manifests of one workload, as JSON: what other variants take texts and names from. */
export function renderTemplate(app, folder) {
  const file = join(folder, `${app}.json`);
  const script = `
    const { App, Chart } = require('cdk8s');
    const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
    require(process.argv[1]).addWorkload(chart, 'web');
    console.log(JSON.stringify(chart.toJson()));`;
  writeFileSync(file, execFileSync(process.execPath, ['-e', script, join(import.meta.dirname, `${app}-with-library.js`)], { encoding: 'utf8' }));
  return file;
}

/** All folders hold the same bytes, but for the order of objects. */
export function checkSame(folders) {
  const [first, ...others] = folders.map((folder) => documentsOf(folder).sort().join('---\n'));
  if (others.some((other) => other !== first)) {
    throw new Error(`the variants yield different YAML: compare ${folders.join(', ')}`);
  }
}

export function objectsOf(folder) {
  return documentsOf(folder).length;
}

function documentsOf(folder) {
  return readdirSync(folder).sort().flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/^---\n/m)).filter((document) => document.trim());
}
