// One measurement in a process of its own: node synthesize.js with-library|by-hand WORKLOADS WORKLOADS_PER_CHART FOLDER
const { App, Chart } = require('cdk8s');

const [variant, workloads, perChart, outdir] = process.argv.slice(2);
const { addWorkload } = require(`./${variant}`);

const start = performance.now();
const app = new App({ outdir });
let chart;
for (let i = 0; i < Number(workloads); i++) {
  chart = i % Number(perChart) === 0 ? new Chart(app, `chart-${i}`) : chart;
  addWorkload(chart, `web-${i}`);
}
app.synth();
console.log(JSON.stringify({ milliseconds: performance.now() - start, mebibytes: process.resourceUsage().maxRSS / 1024 }));
