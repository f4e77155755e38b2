// The lint command on generated sets of files, each a Deployment of seven containers with its Service, beside kube-score and kubeconform
// where these are installed. All run one after the other in one run; time and peak memory are those of the whole process. kube-score takes
// a quarter of an hour and more for 10,000 files, because its time grows with their square: it gets no more than 1,000. Below it, what PodLint
// adds to the synthesis of 1,000 workloads, in processor time: means of alternating runs, and the ratio with its standard error. Single runs
// differ by a tenth, because V8 decides anew each time what it compiles, and when: the mean of some runs is steadier than their median.
//
//   node bench/lint.mjs [FILES...]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROUNDS = 15;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1000, 10_000];
const main = join(import.meta.dirname, '../lib/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-lint-'));
const files = (set) => readdirSync(set).map((file) => join(set, file));
const programs = {
  'cdk8s-pod-patterns lint': (set) => [process.execPath, [main, 'lint', '--format', 'json', set]],
  'kube-score': (set) => ['kube-score', ['score', '-o', 'ci', ...files(set)]],
  'kubeconform, without schemas from elsewhere': (set) => ['kubeconform', ['-schema-location', join(folder, 'none.json'), '-ignore-missing-schemas', set]],
};

try {
  writeFileSync(join(folder, 'none.json'), '{}');
  console.log('| files | program | seconds | ratio | MiB | ratio |');
  console.log('|--:|---|--:|--:|--:|--:|');
  for (const size of sizes) {
    const set = join(folder, String(size));
    mkdirSync(set);
    for (let index = 0; index < size; index++) {
      writeFileSync(join(set, `web-${index}.yaml`), manifests(`web-${index}`));
    }
    let own;
    for (const [name, command] of Object.entries(programs).filter(([name]) => name !== 'kube-score' || size <= 1000)) {
      const figures = measure(...command(set));
      own ??= figures;
      console.log(`| ${size} | ${name} | ${row(figures, own)} |`);
    }
    rmSync(set, { recursive: true });
  }
  console.log('\n| 1,000 workloads | without PodLint | with PodLint | ratio |');
  console.log('|---|--:|--:|--:|');
  for (const app of ['logged-app', 'four-patterns', 'varied-apps']) {
    const rounds = Array.from({ length: ROUNDS }, () => [[], ['PodLint']].map((lint) => synthesize(app, lint)));
    const [without, withLint] = [0, 1].map((index) => mean(rounds.map((round) => round[index])));
    const ratio = withLint / without;
    const error = Math.sqrt(mean(rounds.map(([one, other]) => (other / one - ratio) ** 2)) / ROUNDS);
    console.log(`| ${app} | ${without.toFixed(0)} ms | ${withLint.toFixed(0)} ms | ${ratio.toFixed(2)} ± ${error.toFixed(2)} |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function synthesize(app, lint) {
  const args = [join(import.meta.dirname, 'synthesize.js'), `${app}-with-library`, 'App', 1000, 1000, join(folder, app), ...lint];
  return JSON.parse(execFileSync(process.execPath, args.map(String), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).milliseconds;
}

function mean(figures) {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

function row(figures, own) {
  if (!figures) {
    return 'not installed | | |';
  }
  const cell = (unit, digits) => `${figures[unit].toFixed(digits)} | ${(figures[unit] / own[unit]).toFixed(2)}`;
  return `${cell('seconds', 2)} | ${cell('mebibytes', 0)}`;
}

/** By GNU time. @returns undefined where the program is not installed */
function measure(program, args) {
  const { stderr } = spawnSync('/usr/bin/time', ['-f', '%e %M', program, ...args], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  const match = /(\d+\.\d+) (\d+)\s*$/.exec(stderr);
  return match && !stderr.includes('No such file or directory') ? { seconds: Number(match[1]), mebibytes: Number(match[2]) / 1024 } : undefined;
}

function manifests(name) {
  const containers = Array.from({ length: 7 }, (_, index) => `        - name: c${index}
          image: ghcr.io/acme/c${index}:1.4.2
          ports:
            - name: p${index}
              containerPort: ${8000 + index}
          env:
            - name: LEVEL
              value: info
          resources:
            requests: {cpu: 10m, memory: 64Mi}
            limits: {memory: 64Mi, ephemeral-storage: 64Mi}
          readinessProbe:
            httpGet:
              path: /ready
              port: ${8000 + index}
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: {drop: [ALL]}
`).join('');
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
${containers}---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
    - port: 80
      targetPort: 8000
`;
}
