import { DrawnContainer, DrawnVolume, KIND_NAMES, PodPicture } from './pod-picture';
import { box, svg, textAt, widest, widthOf } from './svg';

const LINE = 17;
const GAP = 22;
const LEFT = 40;
const TOP = 66;
const PADDING = 12;
const NARROWEST = { containers: 400, volumes: 260 };
const BETWEEN = 140;
const VOLUME_HEIGHT = 50;

/** Where the columns are. */
interface Columns {
  readonly containers: number;
  readonly volumesAt: number;
  readonly volumes: number;
}

interface Placed<T> {
  readonly what: T;
  readonly y: number;
  readonly height: number;
}

const HOW_TO_READ = 'From top to bottom in the order of starting; containers without a number start together.';

/** Containers from top to bottom in the order in which they start, and volumes beside them; as wide as their texts are. */
export function podSvg({ title, containers, volumes }: PodPicture): string {
  const columns = columnsOf(containers, volumes);
  const left = stacked(containers, (container) => 16 + LINE * linesOf(container, 0).length);
  const right = stacked(volumes, () => VOLUME_HEIGHT);
  const height = Math.max(TOP, ...[...left, ...right].map(({ y, height: of }) => y + of)) + GAP;
  const width = Math.max(columns.volumesAt + columns.volumes, 20 + widthOf(title, 'title'), 20 + widthOf(HOW_TO_READ, 'small'));
  return svg(title, width + 20, height + 20, [
    textAt(20, 30, title, 'title'),
    textAt(20, 48, HOW_TO_READ, 'small'),
    box(20, TOP - 12, columns.containers + 40, height - TOP + 12, 'pod'),
    ...left.map((placed, index) => containerBox(placed, index, columns)),
    ...right.map((placed) => volumeBox(placed, columns)),
    ...left.flatMap((container) => mountLines(container, right, columns)),
  ]);
}

function columnsOf(containers: readonly DrawnContainer[], volumes: readonly DrawnVolume[]): Columns {
  const ofContainers = Math.max(NARROWEST.containers, 2 * PADDING + widest(containers.flatMap((container, index) => linesOf(container, index)), 'name'));
  const ofVolumes = Math.max(NARROWEST.volumes, 2 * PADDING + widest(volumes.flatMap(({ name, source }) => [name, source]), 'name'));
  return { containers: ofContainers, volumesAt: LEFT + ofContainers + BETWEEN, volumes: ofVolumes };
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

function containerBox({ what, y, height }: Placed<DrawnContainer>, index: number, { containers }: Columns): string {
  const texts = linesOf(what, index).map((line, row) => textAt(LEFT + PADDING, y + 21 + LINE * row, line, row === 0 ? 'name' : row === 1 ? 'small' : ''));
  return [box(LEFT, y, containers, height, what.kind), ...texts].join('\n');
}

function volumeBox({ what: { name, source }, y, height }: Placed<DrawnVolume>, { volumesAt, volumes }: Columns): string {
  return [
    box(volumesAt, y, volumes, height, 'volume'),
    textAt(volumesAt + PADDING, y + 21, name, 'name'),
    textAt(volumesAt + PADDING, y + 21 + LINE, source, 'small'),
  ].join('\n');
}

/** From the line of the mount in the container's box to the volume. */
function mountLines({ what, y }: Placed<DrawnContainer>, volumes: readonly Placed<DrawnVolume>[], columns: Columns): string[] {
  const first = linesOf(what, 0).length - what.mounts.length;
  return what.mounts.flatMap(({ volume, readOnly }, index) => {
    const target = volumes.find((placed) => placed.what.name === volume);
    if (!target) {
      return [];
    }
    const from = y + 17 + LINE * (first + index);
    const to = target.y + target.height / 2;
    const [start, end] = [LEFT + columns.containers, columns.volumesAt];
    const style = `line${readOnly ? ' read-only' : ''}`;
    return [`<path class="${style}" d="M ${start} ${from} C ${start + 70} ${from}, ${end - 70} ${to}, ${end} ${to}"/>`];
  });
}
