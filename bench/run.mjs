// Compares synthesis with this library and with hand-written cdk8s-plus code that yields the same YAML:
// the two alternate in one run, each measurement in a process of its own; medians are printed as a table. Synthesis is measured in
// processor time, so that other work on the machine counts little, and memory at its highest.
//
//   node bench/run.mjs [ROUNDS [WORKLOADS...]]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const [rounds = 7, ...given] = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [10, 100, 1000, 2000];
const VARIANTS = ['with-library', 'by-hand'];
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

try {
  console.log(`import over cdk8s-plus alone: ${median(repeat(() => run('import.js').milliseconds)).toFixed(0)} ms\n`);
  console.log('| workloads | per chart | library | by hand | ratio | library | by hand | ratio |');
  console.log('|--:|--:|--:|--:|--:|--:|--:|--:|');
  for (const perChart of [Infinity, 10]) {
    for (const workloads of sizes) {
      console.log(row(workloads, perChart));
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

function row(workloads, perChart) {
  const figures = { 'with-library': [], 'by-hand': [] };
  repeat((round) => {
    // Whoever comes first alternates too.
    for (const variant of round % 2 ? VARIANTS : [...VARIANTS].reverse()) {
      figures[variant].push(run('synthesize.js', variant, workloads, Math.min(perChart, workloads), join(folder, variant)));
    }
    checkSame();
  });
  const columns = ['milliseconds', 'mebibytes'].flatMap((unit) => {
    const [ours, theirs] = VARIANTS.map((variant) => median(figures[variant].map((figure) => figure[unit])));
    const label = unit === 'milliseconds' ? 'ms' : 'MiB';
    return [`${ours.toFixed(0)} ${label}`, `${theirs.toFixed(0)} ${label}`, (ours / theirs).toFixed(2)];
  });
  return `| ${workloads} | ${perChart === Infinity ? 'all' : perChart} | ${columns.join(' | ')} |`;
}

function checkSame() {
  const [ours, theirs] = VARIANTS.map((variant) => readAll(join(folder, variant)));
  if (ours !== theirs) {
    throw new Error('the two variants yield different YAML: bring bench/by-hand.js up to date');
  }
  VARIANTS.forEach((variant) => rmSync(join(folder, variant), { recursive: true }));
}

function readAll(path) {
  return readdirSync(path).sort().map((file) => readFileSync(join(path, file), 'utf8')).join('---\n');
}

function run(script, ...args) {
  return JSON.parse(execFileSync(process.execPath, [join(here, script), ...args.map(String)], { encoding: 'utf8' }));
}

function repeat(measure) {
  return Array.from({ length: rounds }, (_, round) => measure(round));
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
