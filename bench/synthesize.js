// One measurement in a process of its own: node synthesize.js with-library|by-hand WORKLOADS WORKLOADS_PER_CHART FOLDER
const { App, Chart } = require('cdk8s');

const [variant, workloads, perChart, outdir] = process.argv.slice(2);
const { addWorkload } = require(`./${variant}`);

const start = process.cpuUsage();
const app = new App({ outdir });
let chart;
for (let i = 0; i < Number(workloads); i++) {
  chart = i % Number(perChart) === 0 ? new Chart(app, `chart-${i}`) : chart;
  addWorkload(chart, `web-${i}`);
}
app.synth();
const { user, system } = process.cpuUsage(start);
console.log(JSON.stringify({ milliseconds: (user + system) / 1000, mebibytes: process.resourceUsage().maxRSS / 1024 }));
