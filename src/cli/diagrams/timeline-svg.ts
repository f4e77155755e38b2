import { box, svg, textAt } from './svg';
import { PodContainerRole } from '../../core/spec/pod-container-role';
import { PodTimeline } from '../../core/spec/pod-timeline';

const ROW = 34;
const NAMES = 20;
const AXIS = 220;
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
  return svg(title, AXIS + AXIS_WIDTH + 240, end + 70 + unknowns.length * 16, [
    textAt(NAMES, 30, title, 'title'),
    textAt(NAMES, 62, 'Start', 'name'),
    ...starts.flatMap(({ container, role, after }, index) => {
      const y = 74 + index * ROW;
      const x = AXIS + (AXIS_WIDTH - 120) * index / Math.max(1, starts.length - 1);
      return [textAt(NAMES, y + 18, container, 'name'), box(x, y, 120, 24, STYLES[role]), textAt(AXIS + AXIS_WIDTH + 16, y + 17, `after: ${after}`, 'small')];
    }),
    textAt(NAMES, stopsTop, `Stop, in seconds after the pod was deleted; the grace period is ${grace} s. ${verdict}`, 'name'),
    ...stops.flatMap(({ container, role, preStop, signalAt, maybeLater }, index) => {
      const y = stopsTop + 12 + index * ROW;
      const seconds = signalAt.toSeconds({ integral: false });
      const label = `SIGTERM at ${seconds} s${maybeLater ? ' or later' : ''}${preStop ? `, preStop: ${preStop}` : ''}`;
      return [
        textAt(NAMES, y + 18, container, 'name'),
        box(AXIS, y, Math.max(4, seconds * scale), 24, STYLES[role]),
        textAt(AXIS + AXIS_WIDTH + 16, y + 17, label, 'small'),
      ];
    }),
    `<path class="${fits ? 'line' : 'bad'}" d="M ${AXIS + grace * scale} ${stopsTop + 6} V ${end}"/>`,
    textAt(AXIS + grace * scale - 60, end + 16, `SIGKILL at ${grace} s`, 'small'),
    ...unknowns.map((unknown, index) => textAt(NAMES, end + 40 + index * 16, `Not known: ${unknown}`, 'small')),
  ]);
}
