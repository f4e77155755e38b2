import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { render } from './adapter';
import { MetricsExporter, TextFileExporterOptions } from '../../../src';
import { Program } from '../../support/programs';
import { scriptFile } from '../../support/scripts';

/** What is in the file at a look, and when it was changed; `busy` while it changes, nothing when it is not there. */
export interface Look {
  readonly at: number;
  readonly changed?: number;
  readonly text?: string | Buffer;
  readonly busy?: boolean;
}

/** The metrics after each look, as text.awk writes them, and what it says. */
export function afterLooks(awk: Program, options: TextFileExporterOptions, looks: Look[]): { metrics: string[]; said: string; reported: string } {
  const { env } = render(MetricsExporter.textFile(options));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'looks-'));
  // mv gives each version of the file a name of its own.
  fs.mkdirSync(path.join(folder, 'bin'));
  fs.writeFileSync(path.join(folder, 'bin/mv'), `#!/bin/sh\ni=$(ls ${folder}/metrics.* | grep -c '[0-9]$')\nexec /bin/mv "$2" "$3.$i"\n`, { mode: 0o755 });
  const { stderr, stdout } = awk.run(['-f', scriptFile('json.awk'), '-f', scriptFile('text.awk')], {
    input: Buffer.concat(looks.map(toInput)),
    env: { ...env, PATH: `${folder}/bin:${process.env.PATH}`, LC_ALL: 'C', METRICS_FILE: `${folder}/metrics.prom` },
  });
  const metrics = looks.map((_, index) => path.join(folder, `metrics.prom.${index}`)).filter((file) => fs.existsSync(file))
    .map((file) => fs.readFileSync(file, 'utf8'));
  fs.rmSync(folder, { recursive: true });
  return { metrics, said: stderr, reported: stdout };
}

function toInput({ at, changed = at, text, busy }: Look): Buffer {
  const bytes = Buffer.concat([Buffer.from(text ?? ''), Buffer.from('.\n')]).toString('latin1').replace(/\0/g, '\x01');
  const content = text === undefined ? '' : `changed ${changed}\n${bytes.replace(/^(?=[^])/gm, ' ')}`;
  return Buffer.from(`${content}${busy ? 'busy\n' : ''}end ${at} T${at}\n`, 'latin1');
}
