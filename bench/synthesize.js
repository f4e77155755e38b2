// One measurement in a process of its own: node synthesize.js FILE_OF_WORKLOADS App|SinglePassApp WORKLOADS WORKLOADS_PER_CHART FOLDER [PodLint]
const cdk8s = require('cdk8s');

const [file, type, workloads, perChart, outdir, lint] = process.argv.slice(2);
const { addWorkload } = require(`./${file}`);
const AppType = type === 'App' ? cdk8s.App : require('../lib')[type];

const start = process.cpuUsage();
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
const { user, system } = process.cpuUsage(start);
console.log(JSON.stringify({ milliseconds: (user + system) / 1000, mebibytes: process.resourceUsage().maxRSS / 1024 }));
