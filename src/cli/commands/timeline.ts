import { PodTimeline } from '../../core/spec/pod-timeline';
import { timelineSvg } from '../diagrams/timeline-svg';
import { Output } from '../output';
import { Pictures } from './pictures';
import { forEachPod } from './pods';
import { printable } from '../../core/values/printable';

export interface TimelineOptions {
  readonly format: 'human' | 'json' | 'svg';
  readonly output?: string;
  readonly config?: string;
}

/**
 * Shows which container starts and stops when, and whether the grace period is long enough.
 *
 * @returns the exit code
 */
export function timeline(args: readonly string[], { format, output: folder, config }: TimelineOptions, output: Output): number {
  const all: object[] = [];
  const pictures = new Pictures(folder, output);
  const code = forEachPod(args, config, output, ({ title, manifest }) => {
    const times = PodTimeline.ofManifest(manifest);
    switch (format) {
      case 'json': return void all.push({ workload: title, ...times.toJson() as object });
      case 'svg': return pictures.add(title, 'timeline.svg', timelineSvg(title, times));
      case 'human': return output.write(`${printable(title)}\n\n${String(times).replace(/^.*\n+/, '')}\n\n`);
    }
  });
  if (format === 'json') {
    output.write(`${JSON.stringify(all, undefined, 2)}\n`);
  }
  pictures.end();
  return code;
}
