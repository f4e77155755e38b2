// The same objects by a chart of Helm.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

export function helmInstalled() {
  return spawnSync('helm', ['version'], { stdio: 'ignore' }).status === 0;
}

/** A chart whose one template repeats the manifests of a workload under other names. */
export function writeHelmChart(template, workloads, folder) {
  const chart = `${folder}-chart`;
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), stringify({ apiVersion: 'v2', name: 'bench', version: '1.0.0' }));
  const text = JSON.parse(readFileSync(template, 'utf8')).map((manifest) => stringify(manifest, { lineWidth: 0 })).join('---\n');
  // What looks like a template is text of the manifests.
  const escaped = text.replaceAll('{{', '{{"{{"}}').replaceAll('chart-web', 'chart-web-{{ $i }}');
  writeFileSync(join(chart, 'templates', 'workloads.yaml'), `{{- range $i := until ${workloads} }}\n---\n${escaped}{{- end }}\n`);
  return chart;
}

export function helmTemplate(chart, outdir) {
  mkdirSync(outdir, { recursive: true });
  const output = join(outdir, 'all.yaml');
  const script = 'import resource, subprocess, sys\n'
    + 'subprocess.run(["helm", "template", "bench", sys.argv[1]], stdout=open(sys.argv[2], "w"), check=True)\n'
    + 'used = resource.getrusage(resource.RUSAGE_CHILDREN)\n'
    + 'print(used.ru_utime + used.ru_stime, used.ru_maxrss)';
  const [seconds, kibibytes] = execFileSync('python3', ['-c', script, chart, output], { encoding: 'utf8' }).split(' ').map(Number);
  return { milliseconds: seconds * 1000, mebibytes: kibibytes / 1024 };
}
