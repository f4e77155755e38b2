import { DrawnContainer, DrawnVolume, KIND_NAMES, PodPicture } from './pod-picture';
import { box, svg, textAt } from './svg';

const LINE = 17;
const GAP = 22;
const LEFT = 40;
const TOP = 66;
const WIDTH = 400;
const VOLUMES = LEFT + WIDTH + 140;
const VOLUME_WIDTH = 260;
const VOLUME_HEIGHT = 50;
const LONGEST = 58;

interface Placed<T> {
  readonly what: T;
  readonly y: number;
  readonly height: number;
}

/** Containers from top to bottom in the order in which they start, and volumes beside them. */
export function podSvg({ title, containers, volumes }: PodPicture): string {
  const left = stacked(containers, (container) => 16 + LINE * linesOf(container, 0).length);
  const right = stacked(volumes, () => VOLUME_HEIGHT);
  const height = Math.max(TOP, ...[...left, ...right].map(({ y, height: of }) => y + of)) + GAP;
  return svg(title, VOLUMES + VOLUME_WIDTH + 20, height + 20, [
    textAt(20, 30, title, 'title'),
    textAt(20, 48, 'From top to bottom in the order of starting; containers without a number start together.', 'small'),
    box(20, TOP - 12, WIDTH + 40, height - TOP + 12, 'pod'),
    ...left.map((placed, index) => containerBox(placed, index)),
    ...right.map(volumeBox),
    ...left.flatMap((container) => mountLines(container, right)),
  ]);
}

function stacked<T>(all: readonly T[], heightOf: (one: T) => number): Placed<T>[] {
  let y = TOP;
  return all.map((what) => {
    const placed = { what, y, height: heightOf(what) };
    y += placed.height + GAP;
    return placed;
  });
}

function linesOf({ name, kind, image, ports, mounts }: DrawnContainer, index: number): string[] {
  return [
    kind === 'regular' ? name : `${index + 1}. ${name}`,
    KIND_NAMES[kind],
    ...image ? [image] : [],
    ...ports.map((port) => `port ${port}`),
    ...mounts.map(({ path, volume, readOnly }) => `${path} from ${volume}${readOnly ? ', read-only' : ''}`),
  ];
}

function containerBox({ what, y, height }: Placed<DrawnContainer>, index: number): string {
  const texts = linesOf(what, index).map((line, row) => textAt(LEFT + 12, y + 21 + LINE * row, shortened(line), row === 0 ? 'name' : row === 1 ? 'small' : ''));
  return [box(LEFT, y, WIDTH, height, what.kind), ...texts].join('\n');
}

function volumeBox({ what: { name, source }, y, height }: Placed<DrawnVolume>): string {
  return [
    box(VOLUMES, y, VOLUME_WIDTH, height, 'volume'),
    textAt(VOLUMES + 12, y + 21, shortened(name, 34), 'name'),
    textAt(VOLUMES + 12, y + 21 + LINE, shortened(source, 40), 'small'),
  ].join('\n');
}

/** From the line of the mount in the container's box to the volume. */
function mountLines({ what, y }: Placed<DrawnContainer>, volumes: readonly Placed<DrawnVolume>[]): string[] {
  const first = linesOf(what, 0).length - what.mounts.length;
  return what.mounts.flatMap(({ volume, readOnly }, index) => {
    const target = volumes.find((placed) => placed.what.name === volume);
    if (!target) {
      return [];
    }
    const from = y + 17 + LINE * (first + index);
    const to = target.y + target.height / 2;
    const [start, end] = [LEFT + WIDTH, VOLUMES];
    const style = `line${readOnly ? ' read-only' : ''}`;
    return [`<path class="${style}" d="M ${start} ${from} C ${start + 70} ${from}, ${end - 70} ${to}, ${end} ${to}"/>`];
  });
}

function shortened(text: string, longest = LONGEST): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
