// The same objects by a chart of Helm.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

export function helmInstalled() {
  return spawnSync('helm', ['version'], { stdio: 'ignore' }).status === 0;
}

/** A chart whose one template repeats the manifests of a workload under other names, and what workloads of a chart share once per chart. */
export function writeHelmChart(template, workloads, charts, folder) {
  const chart = `${folder}-chart`;
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), stringify({ apiVersion: 'v2', name: 'bench', version: '1.0.0' }));
  const manifests = JSON.parse(readFileSync(template, 'utf8'));
  const isShared = ({ metadata }) => metadata.name.startsWith('chart-scripts-');
  const own = repeated(workloads, manifests.filter((manifest) => !isShared(manifest)));
  writeFileSync(join(chart, 'templates', 'workloads.yaml'), own + repeated(charts, manifests.filter(isShared)));
  return chart;
}

/** A loop over the manifests: what looks like a template is text of them. */
function repeated(times, manifests) {
  const texts = manifests.map((manifest) => `---\n${stringify(manifest, { lineWidth: 0 })}`);
  const escaped = texts.join('').replaceAll('{{', '{{"{{"}}').replaceAll('chart-web', 'chart-web-{{ $i }}');
  return `{{- range $i := until ${times} }}\n${escaped}{{- end }}\n`;
}

export function helmTemplate(chart, outdir) {
  mkdirSync(outdir, { recursive: true });
  const output = join(outdir, 'all.yaml');
  const script = 'import resource, subprocess, sys, time\n'
    + 'start = time.monotonic()\n'
    + 'subprocess.run(["helm", "template", "bench", sys.argv[1]], stdout=open(sys.argv[2], "w"), check=True)\n'
    + 'used = resource.getrusage(resource.RUSAGE_CHILDREN)\n'
    + 'print(used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss)';
  const [seconds, elapsed, kibibytes] = execFileSync('python3', ['-c', script, chart, output], { encoding: 'utf8' }).split(' ').map(Number);
  return { milliseconds: seconds * 1000, elapsed: elapsed * 1000, mebibytes: kibibytes / 1024 };
}
