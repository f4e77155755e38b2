import { whyLeftOut } from './charts';
import { Inputs } from './inputs';
import { Output } from './output';
import { printable } from '../core/values/printable';

/** Says what is not read, unless it is excluded: charts, of which one template is not, and what is no file. That all is excluded may be a mistake. */
export function noteSkipped({ command, files, charts, skipped }: Inputs, isIncluded: (file: string) => boolean, output: Output): void {
  const note = (text: string): void => output.note(`note: ${printable(text)}\n`);
  if (files.length > 0 && !files.some(isIncluded)) {
    note('all files given are excluded');
  }
  charts.filter(({ templates }) => templates.some(isIncluded)).forEach((chart) => note(whyLeftOut(chart, command)));
  const [first, ...others] = skipped.filter(isIncluded);
  if (first !== undefined) {
    note(`'${first}'${others.length > 0 ? ` and ${others.length} more` : ''} not read: not a file (a named pipe, a socket or a device)`);
  }
}
