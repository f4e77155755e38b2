import { spawnSync } from 'node:child_process';
import { find } from '../../init/support/shell';
import { skipped } from '../../support/skipped';

const installed = find('promtool') !== undefined;
if (!installed) {
  skipped('promtool');
}

/** What promtool finds wrong with metrics; nothing where it is not installed. */
export function checkMetrics(text: string): string {
  if (!installed) {
    return '';
  }
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

/** The samples: name with labels to value. */
export function samples(text: string): { [series: string]: number } {
  return Object.fromEntries(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]));
}
