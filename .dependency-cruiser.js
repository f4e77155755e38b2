// The rooms of src, lowest first: a room knows only rooms of lower floors, by type imports too. Rooms of one floor do not know each other.
const FLOORS = [
  ['core/values'],
  ['core/settings'],
  ['core/plain-text'],
  ['core/objects', 'core/spec'],
  ['core/pod', 'synthesis'],
  ['primitives', 'existing'],
  ['programs'],
  ['logging', 'init', 'ambassador', 'proxy', 'metrics', 'rollout'],
  ['migrations', 'monitors', 'telemetry'],
  ['apps', 'injection'],
];
const LINT = ['lint', 'cli'];

const rooms = FLOORS.flat();
const inside = (names) => `^src/(${names.join('|')})/`;

/** Everything that stands no lower than a room, but the room itself. */
const notBelow = (room, floor) => [...rooms.slice(FLOORS.slice(0, floor).flat().length).filter((one) => one !== room), ...LINT];

module.exports = {
  forbidden: [
    ...FLOORS.flatMap((floor, number) => floor.map((room) => ({
      name: `${room.replace('/', '-')}-knows-lower-floors-only`,
      severity: 'error',
      from: { path: inside([room]) },
      to: { path: inside(notBelow(room, number)) },
    }))),
    { name: 'lint-knows-plain-pods-only', severity: 'error', from: { path: inside(['lint']) }, to: { path: '^src/', pathNot: inside(['lint', 'core/values', 'core/settings', 'core/spec']) } },
    { name: 'cli-knows-lint-only', severity: 'error', from: { path: inside(['cli']) }, to: { path: '^src/', pathNot: inside(['cli', 'lint', 'core/values', 'core/spec']) } },
    { name: 'no-room-without-a-floor', severity: 'error', from: { path: '^src/', pathNot: [inside([...rooms, ...LINT]), '^src/index\\.ts$'] }, to: {} },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
