// Compares synthesis with this library, by hand with cdk8s-plus, and by `helm template` where helm is installed, with the App of cdk8s and
// with SinglePassApp. All yield the same manifests, which is checked. The variants alternate in one run, each measurement in a process of
// its own; medians are printed. Synthesis is measured in processor time, so that other work on the machine counts little, and memory at its
// highest.
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
      sizes.forEach((workloads) => console.log(row(app, workloads, perChart)));
    }
  }
  console.log('\n### `cdk8s synth` of three workloads\n');
  const [byHand, library] = measureProjects(folder, rounds).map(median);
  console.log(`by hand ${byHand.toFixed(0)} ms, library ${library.toFixed(0)} ms, ratio ${(library / byHand).toFixed(2)} (elapsed time)`);
} finally {
  rmSync(folder, { recursive: true });
}

function row(app, workloads, perChart) {
  const count = Math.min(perChart, workloads);
  process.env.BENCH_TEMPLATE = renderTemplate(app, folder);
  const synthesize = (file, type) => (outdir) => JSON.parse(node('synthesize.js', `${app}-${file}`, type, workloads, count, outdir));
  const variants = {
    byHand: synthesize('by-hand', 'App'),
    byHandSinglePass: synthesize('by-hand', 'SinglePassApp'),
    library: synthesize('with-library', 'App'),
    singlePass: synthesize('with-library', 'SinglePassApp'),
  };
  const ours = Object.keys(variants);
  if (helm) {
    const chart = writeHelmChart(process.env.BENCH_TEMPLATE, workloads, Math.ceil(workloads / count), join(folder, 'helm'));
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
  const middle = (name, unit) => median(figures[name].map((figure) => figure[unit]));
  const cell = (name) => `${middle(name, 'milliseconds').toFixed(0)} ms, ${middle(name, 'mebibytes').toFixed(0)} MiB`;
  const ratio = (name) => ['milliseconds', 'mebibytes'].map((unit) => (middle(name, unit) / middle('byHand', unit)).toFixed(2)).join(', ');
  const others = [...ours.slice(1), 'helm'].flatMap((name) => figures[name] ? [cell(name), ratio(name)] : ['not installed', '']);
  return `| ${workloads} | ${perChart === Infinity ? 'all' : perChart} | ${cell('byHand')} | ${others.join(' | ')} |`;
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
