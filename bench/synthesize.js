// One measurement in a process of its own: node synthesize.js FILE_OF_WORKLOADS App|SinglePassApp WORKLOADS WORKLOADS_PER_CHART FOLDER [PodLint]
const cdk8s = require('cdk8s');

const [file, type, workloads, perChart, outdir, lint] = process.argv.slice(2);
const { addWorkload } = require(`./${file}`);
const AppType = type === 'App' ? cdk8s.App : require('../lib')[type];

const start = { cpu: process.cpuUsage(), now: performance.now() };
const app = new AppType({ outdir });
if (lint) {
  require('../lib').PodLint.applyTo(app);
}
let chart;
for (let i = 0; i < Number(workloads); i++) {
  chart = i % Number(perChart) === 0 ? new cdk8s.Chart(app, `chart-${i}`, { disableResourceNameHashes: true }) : chart;
  addWorkload(chart, `web-${i}`);
}
app.synth();
const end = { cpu: process.cpuUsage(), now: performance.now() };
const mebibytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ ...timeFrom(start), mebibytes, wholeProcess: { ...timeFrom({ cpu: { user: 0, system: 0 }, now: 0 }), mebibytes } }));

function timeFrom({ cpu, now }) {
  return { milliseconds: (end.cpu.user - cpu.user + end.cpu.system - cpu.system) / 1000, elapsed: end.now - now };
}
