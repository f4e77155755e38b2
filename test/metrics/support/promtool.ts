import { Program } from '../../support/programs';

/** What promtool finds wrong with metrics. */
export function checkMetrics(promtool: Program, text: string): string {
  const { status, stdout, stderr } = promtool.run(['check', 'metrics'], { input: text });
  return status === 0 ? stdout + stderr : `ended with ${status}: ${stdout}${stderr}`;
}

/** The samples: name with labels to value. */
export function samples(text: string): { [series: string]: number } {
  return Object.fromEntries(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]));
}
