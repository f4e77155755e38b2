import { mermaidOf } from '../diagrams/mermaid';
import { pictureOf } from '../diagrams/pod-picture';
import { podSvg } from '../diagrams/pod-svg';
import { Output } from '../output';
import { Pictures } from './pictures';
import { forEachPod } from './pods';

export interface DiagramOptions {
  readonly format: 'mermaid' | 'svg';
  readonly output?: string;
  readonly config?: string;
}

/**
 * Draws pods with their containers, volumes, ports and start order.
 *
 * @returns the exit code
 */
export function diagram(args: readonly string[], { format, output: folder, config }: DiagramOptions, output: Output): number {
  const pictures = new Pictures(folder, output);
  const code = forEachPod(args, config, output, ({ title, pod }) => {
    const picture = pictureOf(title, pod);
    return format === 'svg' ? pictures.add(title, 'svg', podSvg(picture)) : pictures.add(title, 'mmd', mermaidOf(picture));
  });
  pictures.end();
  return code;
}
