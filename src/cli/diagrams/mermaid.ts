import { DrawnContainer, KIND_NAMES, PodPicture } from './pod-picture';

/**
 * The picture as a flowchart of Mermaid. Init containers and native sidecars start one after the other; regular containers start together.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaidOf({ title, containers, volumes }: PodPicture): string {
  const ordered = containers.filter(({ kind }) => kind !== 'regular');
  const idOf = (container: DrawnContainer): string => `c${containers.indexOf(container)}`;
  const last = ordered[ordered.length - 1];
  const lines = [
    'flowchart LR',
    `  subgraph pod[${quoted(title)}]`,
    ...containers.map((container) => `    ${idOf(container)}[${quoted(labelOf(container))}]`),
    ...ordered.slice(1).map((container, index) => `    ${idOf(ordered[index])} ==>|then| ${idOf(container)}`),
    ...last ? containers.filter(({ kind }) => kind === 'regular').map((container) => `    ${idOf(last)} ==>|then| ${idOf(container)}`) : [],
    '  end',
    ...volumes.map(({ name, source }, index) => `  v${index}[(${quoted(`${name}\n${source}`)})]`),
    ...containers.flatMap((container) => container.mounts.flatMap(({ path, volume, readOnly }) => {
      const index = volumes.findIndex(({ name }) => name === volume);
      return index < 0 ? [] : [`  ${idOf(container)} ${readOnly ? '-.-' : '---'}|${quoted(readOnly ? `${path} read-only` : path)}| v${index}`];
    })),
  ];
  return `${lines.join('\n')}\n`;
}

function labelOf({ name, kind, image, ports }: DrawnContainer): string {
  return [name, KIND_NAMES[kind], image, ...ports.map((port) => `port ${port}`)].filter(Boolean).join('\n');
}

/** Entities of Mermaid are written with # in place of &. */
function quoted(text: string): string {
  const escaped = text.replace(/[^\w ./:\n()-]/gu, (character) => `#${character.codePointAt(0)};`);
  return `"${escaped.replace(/\n/g, '<br/>')}"`;
}
