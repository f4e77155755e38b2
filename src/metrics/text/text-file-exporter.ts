import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { TextMetric } from './text-metric';
import { scripts } from '../../core/objects/scripts';
import { runByScript, runScript } from '../../core/pod/script-container';
import { plainVariables } from '../../core/pod/variables';
import { at, normalizePath } from '../../core/values/errors';
import { given, someOf } from '../../core/values/given';
import { toParts } from '../../core/values/line-pattern';
import { checkDistinct } from '../../core/values/metric-names';
import { checkDuration, milliseconds, wholeSeconds } from '../../core/values/quantities';
import { appContainer, shareFolders } from '../../primitives/shared-folder';
import { SharedVolume } from '../../primitives/shared-volume';
import { ExporterContext, ExporterPlan, planProgram } from '../exporter-context';
import { ExporterOptions } from '../exporter-options';

/**
 * Options of metrics that are read from a text file.
 */
export interface TextFileExporterOptions extends ExporterOptions {
  /**
   * The file as the app sees it: an absolute path.
   */
  readonly path: string;

  /**
   * Regular expressions for whole lines with named groups for the values: `^requests=(?<requests>[0-9]+), errors=(?<errors>[0-9]+)$`. The first one
   * that matches a line is used. Only syntax that every awk supports is accepted; named groups cannot be nested.
   */
  readonly patterns: string[];

  /**
   * The metrics that the groups become. A metric is served once a line has its group.
   */
  readonly metrics: TextMetric[];

  /**
   * The volume with the file. It is mounted into the app's container, unless it is already mounted there.
   *
   * @default - the volume that the app's container has mounted there, otherwise a new emptyDir of at most 200 MiB
   */
  readonly volume?: SharedVolume;

  /**
   * Time between two checks of the file.
   *
   * @default Duration.seconds(1)
   */
  readonly interval?: Duration;

  /**
   * Time without a change after which the file is considered stale and its numbers are no longer served.
   *
   * @default Duration.minutes(5)
   */
  readonly staleAfter?: Duration;

  /**
   * Shortest time between two lines on stdout that report the served metrics and the number of unreadable lines. A line is only written if something
   * has changed. Whole seconds. Unreadable lines are always printed to stderr, at most one per check.
   *
   * @default - no reports
   */
  readonly reportInterval?: Duration;
}

const STATE = '/run/metrics';
const SERVE = scripts('programs', 'serve-metrics.sh', 'answer-metrics.sh', 'json.awk');

/**
 * @internal
 */
export function planTextFile(options: TextFileExporterOptions, context: ExporterContext): ExporterPlan {
  const { owner } = context;
  const path = checkPath(owner, options.path);
  const settings = toSettings(owner, options);
  const app = appContainer(owner, context.app, 'write the file of');
  const [mount] = shareFolders(owner, app, [path.replace(/\/[^/]*$/, '')], 'Metrics', options.volume);
  const spec = { program: 'busybox', port: 9090, healthPath: '/metrics' } as const;
  const plan = planProgram(context, options, spec, (port) => ({
    ...runByScript(runScript(owner, { image: options.image, scripts: scripts('metrics', 'read-text.sh', 'text.awk') }), SERVE),
    env: plainVariables({ TEXT_FILE: path, ...settings, METRICS_FILE: `${STATE}/metrics.prom`, METRICS_PORT: String(port), METRICS_PATH: '/metrics' }),
    volumeMounts: [{ ...mount, readOnly: true }],
    writablePaths: [STATE],
  }));
  return { ...plan, app };
}

function checkPath(where: IConstruct, path: string): string {
  given(where, 'path of the file', path, 'name it as the app does, such as /metrics/app.txt');
  const normal = normalizePath('file', path, where);
  if (!/^\/[^/]+\/.*[^/]$/.test(path) || /[\n\0]/.test(path)) {
    throw new Error(`file ${JSON.stringify(path)} in ${at(where)} is a folder, is in '/', or has a newline or NUL in it: name a file in a folder that`
      + ' can be shared');
  }
  return normal;
}

/** What the adapter tells of itself. */
const OWN_METRICS = ['text_file_up', 'text_file_last_read_timestamp_seconds', 'text_file_unreadable_lines_total'];

function toSettings(where: IConstruct, options: TextFileExporterOptions): { [name: string]: string } {
  const interval = checkDuration('interval', options.interval, where) ?? Duration.seconds(1);
  const staleAfter = checkDuration('staleAfter', options.staleAfter, where) ?? Duration.minutes(5);
  if (milliseconds(staleAfter) < milliseconds(interval)) {
    throw new Error(`staleAfter in ${at(where)} is shorter than the interval at which the file is read: make it longer`);
  }
  const patterns = someOf(where, 'patterns', options.patterns, 'write one, such as \'requests=(?<requests>[0-9]+)\'')
    .map((pattern) => toParts(where, pattern));
  const metrics = someOf(where, 'metrics', options.metrics, 'name one, such as TextMetric.counter(...)');
  const names = metrics.map(({ _name }) => _name);
  checkDistinct(where, names);
  checkDistinct(where, [...OWN_METRICS, ...names]);
  const lines = metrics.map((metric) => metric._toLine(where));
  checkGroups(where, patterns.map((parts) => parts.flatMap(({ group }) => group ?? [])), metrics);
  return {
    TEXT_PATTERNS: patterns.flatMap((parts) => ['line', ...parts.map(({ group, pattern }) => `${group ? `group ${group}` : 'text'} ${pattern}`)]).join('\n'),
    TEXT_METRICS: lines.join('\n'),
    TEXT_INTERVAL: String(interval.toSeconds({ integral: false })),
    TEXT_STALE_AFTER: String(wholeSeconds(staleAfter)),
    ...options.reportInterval ? { TEXT_REPORT: String(wholeSeconds(checkDuration('reportInterval', options.reportInterval, where))) } : {},
  };
}

/** Every group is used, and a pattern with the number of a metric has its labels too. */
function checkGroups(where: IConstruct, patterns: string[][], metrics: TextMetric[]): void {
  const unused = patterns.flat().find((group) => !metrics.some(({ _groups }) => _groups.includes(group)));
  if (unused) {
    throw new Error(`group '${unused}' of a pattern in ${at(where)} is not used by a metric: remove its name, or use it in a metric`);
  }
  for (const { _name, _groups: [group, ...labels] } of metrics) {
    const found = patterns.filter((groups) => groups.includes(group));
    const missing = found.length === 0 ? group : labels.find((label) => found.some((groups) => !groups.includes(label)));
    if (missing) {
      throw new Error(`group '${missing}' of metric '${_name}' in ${at(where)} is missing in ${found.length ? 'a pattern with its number' : 'all patterns'}:`
        + ` write it as (?<${missing}>...)`);
    }
  }
}
