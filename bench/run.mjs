// Compares synthesis with this library, by hand with cdk8s-plus, and by `helm template` where helm is installed, with the App of cdk8s and
// with SinglePassApp. All yield the same manifests, which is checked. The variants alternate in one run, each measurement in a process of
// its own; medians are printed: processor time, on which other work on the machine counts little, elapsed time, which people wait for, and
// memory at its highest. Node.js starts and loads what the code names before the clock does, and the library loads the files of the programs
// that patterns choose after it. So the smallest number of workloads has a second row with the times of the whole process. `helm template` is
// a whole process in every row.
//
//   node bench/run.mjs [ROUNDS [WORKLOADS...]]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { helmInstalled, helmTemplate, writeHelmChart } from './helm.mjs';
import { checkSame, objectsOf, renderTemplate } from './manifests.mjs';
import { measureProjects } from './project.mjs';

const here = import.meta.dirname;
const [rounds = 7, ...given] = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [100, 1000, 2000];
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const helm = helmInstalled();

try {
  const milliseconds = median(repeat(() => JSON.parse(node('import.js')).milliseconds));
  console.log(`Importing the library over cdk8s-plus alone: ${milliseconds.toFixed(0)} ms.`);
  for (const app of ['logged-app', 'four-patterns']) {
    console.log(`\n### ${app}\n`);
    console.log('| workloads | per chart | by hand | by hand, SinglePassApp | ratio | library | ratio | library, SinglePassApp | ratio | helm template | ratio |');
    console.log('|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
    for (const perChart of [Infinity, 10]) {
      sizes.forEach((workloads) => console.log(rows(app, workloads, perChart)));
    }
  }
  console.log('\n### `cdk8s synth` of three workloads\n');
  const [byHand, library] = measureProjects(folder, rounds).map(median);
  console.log(`by hand ${byHand.toFixed(0)} ms, library ${library.toFixed(0)} ms, ratio ${(library / byHand).toFixed(2)} (elapsed time)`);
} finally {
  rmSync(folder, { recursive: true });
}

function rows(app, workloads, perChart) {
  const figures = measure(app, workloads, Math.min(perChart, workloads));
  const inChart = perChart === Infinity ? 'all' : perChart;
  const ofWholeProcess = Object.fromEntries(Object.entries(figures).map(([name, all]) => [name, all.map((one) => one.wholeProcess ?? one)]));
  return [
    toRow([workloads, inChart], figures),
    ...workloads === sizes[0] ? [toRow([`${workloads}, whole process`, inChart], ofWholeProcess)] : [],
  ].join('\n');
}

/** Figures of all rounds, by variants. */
function measure(app, workloads, perChart) {
  process.env.BENCH_TEMPLATE = renderTemplate(app, folder);
  const synthesize = (file, type) => (outdir) => JSON.parse(node('synthesize.js', `${app}-${file}`, type, workloads, perChart, outdir));
  const variants = {
    byHand: synthesize('by-hand', 'App'),
    byHandSinglePass: synthesize('by-hand', 'SinglePassApp'),
    library: synthesize('with-library', 'App'),
    singlePass: synthesize('with-library', 'SinglePassApp'),
  };
  const ours = Object.keys(variants);
  if (helm) {
    const chart = writeHelmChart(process.env.BENCH_TEMPLATE, workloads, Math.ceil(workloads / perChart), join(folder, 'helm'));
    variants.helm = (outdir) => helmTemplate(chart, outdir);
  }
  const figures = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  repeat((round) => {
    // Whoever comes first alternates too.
    const names = Object.keys(variants);
    (round % 2 ? names : names.reverse()).forEach((name) => figures[name].push(variants[name](join(folder, name))));
    checkSame(ours.map((name) => join(folder, name)));
    if (helm && objectsOf(join(folder, 'helm')) !== objectsOf(join(folder, 'library'))) {
      throw new Error('helm yields another number of objects');
    }
    names.forEach((name) => rmSync(join(folder, name), { recursive: true }));
  });
  return figures;
}

function toRow(titles, { byHand, byHandSinglePass, library, singlePass, helm: byHelm }) {
  const base = medians(byHand);
  const others = [byHandSinglePass, library, singlePass, byHelm].flatMap((all) => {
    if (!all) {
      return ['not installed', ''];
    }
    const [time, elapsed, memory] = medians(all).map((value, unit) => (value / base[unit]).toFixed(2));
    return [toCell(medians(all)), `${time} (${elapsed}), ${memory}`];
  });
  return `| ${[...titles, toCell(base), ...others].join(' | ')} |`;
}

function toCell(figures) {
  const [time, elapsed, memory] = figures.map((figure) => figure.toFixed(0));
  return `${time} ms (${elapsed} elapsed), ${memory} MiB`;
}

function medians(figures) {
  return ['milliseconds', 'elapsed', 'mebibytes'].map((unit) => median(figures.map((figure) => figure[unit])));
}

function node(script, ...args) {
  return execFileSync(process.execPath, [join(here, script), ...args.map(String)], { encoding: 'utf8' });
}

function repeat(measure) {
  return Array.from({ length: rounds }, (_, round) => measure(round));
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
