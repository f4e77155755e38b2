import { box, svg, textAt, widest, widthOf } from './svg';
import { PodContainerRole } from '../../core/spec/pod-container-role';
import { ContainerStart, ContainerStop, PodTimeline } from '../../core/spec/pod-timeline';

const ROW = 34;
const LEFT = 20;
const AXIS_WIDTH = 520;
const STYLES: { readonly [role in PodContainerRole]: string } = {
  [PodContainerRole.INIT]: 'init',
  [PodContainerRole.SIDECAR]: 'sidecar',
  [PodContainerRole.CONTAINER]: 'regular',
};

/** Above who starts after whom, below who receives SIGTERM when, beside the grace period. */
export function timelineSvg(title: string, timeline: PodTimeline): string {
  const { starts, stops, unknowns, fits } = timeline;
  const [grace, needed] = [timeline.gracePeriod, timeline.neededGracePeriod].map((duration) => duration.toSeconds({ integral: false }));
  const scale = AXIS_WIDTH / Math.max(1, grace, needed);
  const stopsTop = 90 + starts.length * ROW + 40;
  const end = stopsTop + 20 + stops.length * ROW;
  const verdict = fits ? `It covers the ${needed} s that are known to be needed.` : `At least ${needed} s are needed.`;
  const headline = `Stop, in seconds after the pod was deleted; the grace period is ${grace} s. ${verdict}`;
  const notes = { starts: starts.map(({ after }) => `after: ${after}`), stops: stops.map(stopNote), unknowns: unknowns.map((unknown) => `Not known: ${unknown}`) };
  const axis = Math.max(220, LEFT + widest(starts.map(({ container }) => container), 'name') + 16);
  const behind = axis + AXIS_WIDTH + 16;
  const steps = stepsOf(starts);
  const step = Math.floor(AXIS_WIDTH / ((steps.at(-1) ?? 0) + 1));
  const width = Math.max(
    behind + Math.max(224, widest([...notes.starts, ...notes.stops], 'small')),
    LEFT + Math.max(widthOf(title, 'title'), widthOf(headline, 'name'), widest(notes.unknowns, 'small')),
  );
  return svg(title, width + 20, end + 70 + unknowns.length * 16, [
    textAt(LEFT, 30, title, 'title'),
    textAt(LEFT, 62, 'Start', 'name'),
    ...starts.flatMap(({ container, role }, index) => {
      const y = 74 + index * ROW;
      const before = steps[index] * step;
      const length = role === PodContainerRole.INIT ? step : AXIS_WIDTH - before;
      return [textAt(LEFT, y + 18, container, 'name'), box(axis + before, y, length, 24, STYLES[role]), textAt(behind, y + 17, notes.starts[index], 'small')];
    }),
    textAt(LEFT, stopsTop, headline, 'name'),
    ...stops.flatMap(({ container, role, signalAt }, index) => {
      const y = stopsTop + 12 + index * ROW;
      const seconds = signalAt.toSeconds({ integral: false });
      return [
        textAt(LEFT, y + 18, container, 'name'),
        box(axis, y, Math.max(4, seconds * scale), 24, STYLES[role]),
        textAt(behind, y + 17, notes.stops[index], 'small'),
      ];
    }),
    `<path class="${fits ? 'line' : 'bad'}" d="M ${axis + grace * scale} ${stopsTop + 6} V ${end}"/>`,
    textAt(axis + grace * scale - 60, end + 16, `grace period over at ${grace} s`, 'small'),
    ...notes.unknowns.map((note, index) => textAt(LEFT, end + 40 + index * 16, note, 'small')),
  ]);
}

/** How many steps each container has before it. Those that start after the same thing start together. */
function stepsOf(starts: readonly ContainerStart[]): number[] {
  let step = 0;
  return starts.map(({ after }, index) => index > 0 && after !== starts[index - 1].after ? ++step : step);
}

function stopNote({ preStop, signalAt, maybeLater }: ContainerStop): string {
  return `SIGTERM at ${signalAt.toSeconds({ integral: false })} s${maybeLater ? ' or later' : ''}${preStop ? `, preStop: ${preStop}` : ''}`;
}
