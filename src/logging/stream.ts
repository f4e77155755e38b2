import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { LogFilter } from './log-filter';
import { checkKeys } from './redaction';
import { ShipperContext } from './shipper-context';
import type { ShipperPlan } from './shipper-plan';
import { scripts } from '../core/objects/scripts';
import { ALIVE, runScript, scriptPath, whileWritten } from '../core/pod/script-container';
import { plainVariables } from '../core/pod/variables';
import { at } from '../core/values/errors';
import { extend } from '../core/values/extend';
import { MadeOnce } from '../core/values/made-once';
import { checkPattern } from '../core/values/patterns';
import { checkDuration, wholeSeconds } from '../core/values/quantities';

/**
 * Options of the plain stream.
 *
 * @see https://kubernetes.io/docs/concepts/cluster-administration/logging/#streaming-sidecar-container
 */
export interface StreamOptions {
  /**
   * Text in front of every line, such as `[SHIPPED] `.
   *
   * @default - nothing
   */
  readonly prefix?: string;

  /**
   * Filters, applied to each line in this order.
   *
   * @default - none
   */
  readonly filters?: LogFilter[];

  /**
   * Time between two checks of the files.
   *
   * @default Duration.millis(200)
   */
  readonly interval?: Duration;

  /**
   * How long a classic sidecar, which receives SIGTERM together with the app, keeps running for the app's last lines.
   *
   * @default Duration.seconds(5)
   */
  readonly stopDelay?: Duration;

  /**
   * Image with a POSIX shell, awk, dd with `iflag`, readlink, sleep, stat, tail, tr, wc and xargs.
   *
   * @default - busybox of the image table
   */
  readonly image?: string;
}

/** What follow.sh does by itself. */
const PRINT = scripts('logging', 'frame.awk', 'print.awk');
const FOLLOW = scripts('logging', 'follow.sh', 'reading.sh', 'changes.awk');
/** Where follow.sh writes it by itself. */
const HEARTBEAT = '/tmp/heartbeat';

/**
 * @internal
 */
export function planStream(options: StreamOptions, context: ShipperContext): ShipperPlan {
  const { prefix = '', filters = [] } = options;
  if (/[\n\0]/.test(prefix)) {
    throw new Error(`prefix ${JSON.stringify(prefix)} in ${at(context.owner)} contains a newline or NUL: write it on one line`);
  }
  return planFollow(context, options, toPrograms(prefix, filters), {
    LOG_PREFIX: prefix,
    LOG_FILTERS: filters.map((filter) => toLine(context.owner, filter)).join('\n'),
  });
}

/** Redaction comes first: mawk takes no parameter with the name of a function that it knows, here `line`. */
function toPrograms(prefix: string, filters: LogFilter[]): string[] {
  if (prefix === '' && filters.length === 0) {
    return PRINT;
  }
  const redaction = filters.some(({ _spec }) => _spec.kind === 'redact') ? 'redact.awk' : 'unredacted.awk';
  return scripts('logging', redaction, 'frame.awk', 'lines.awk');
}

/**
 * A container that follows the files and hands their lines to awk programs; empty settings are left out.
 *
 * @internal
 */
export function planFollow(
  context: ShipperContext,
  options: { interval?: Duration; stopDelay?: Duration; image?: string },
  programs: string[],
  settings: { [name: string]: string },
): ShipperPlan {
  const { owner, files, stopsWithApp, userOr } = context;
  const interval = checkDuration('interval', options.interval, owner);
  const stopDelay = checkDuration('stopDelay', options.stopDelay, owner) ?? Duration.seconds(5);
  const output = settings.LOG_OUTPUT === undefined ? [] : scripts('logging', 'output.sh');
  const input = [context.mountPaths, programs, files.exclude, interval, stopsWithApp, stopDelay, settings];
  const env = variables.of(input, () => plainVariables(withoutEmpty({
    LOG_FOLDERS: context.mountPaths.join('\n'),
    LOG_PROGRAMS: programs === PRINT ? '' : programs.map((program) => scriptPath(program)).join(' '),
    LOG_EXCLUDE: files.exclude.join('\n'),
    LOG_INTERVAL: interval ? String(interval.toSeconds({ integral: false })) : '',
    LOG_STOP_DELAY: stopsWithApp ? String(wholeSeconds(stopDelay)) : '',
    ...settings,
  })));
  const plan = runScript(owner, {
    image: options.image,
    scripts: [...FOLLOW, ...ALIVE, ...programs, ...output],
    args: files.paths,
    env,
    writablePaths: ['/tmp'],
    liveness: whileItBeats(interval),
    security: userOr('busybox'),
  });
  const none = 'the plain stream is a script without any: use LogShipper.openTelemetryCollector() or LogShipper.fluentBit()';
  return extend(plan, { metrics: { none } });
}

/** Many workloads are followed alike. */
const variables = new MadeOnce<{ [name: string]: kplus.EnvValue }>();

function withoutEmpty(settings: { [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
}

/** Fails when the script hangs, or says by its heartbeat that it cannot read all files. */
function whileItBeats(interval = Duration.millis(200)): kplus.Probe {
  const patience = 60 + 3 * Math.ceil(interval.toSeconds({ integral: false }));
  return whileWritten(HEARTBEAT, patience, { periodSeconds: Duration.seconds(20) });
}

function toLine(where: IConstruct, filter: LogFilter): string {
  const spec = filter._spec;
  switch (spec.kind) {
    case 'redact':
      return `redact ${checkKeys(spec.keys, where).join(' ')}`;
    case 'keep':
    case 'drop':
      return `${spec.kind} ${checkPattern(where, spec.pattern)}`;
    default:
      throw new Error(`filter '${spec.kind}' in ${at(where)} needs records, but the plain stream has only lines:`
        + ' use LogShipper.fluentBit() or LogShipper.openTelemetryCollector()');
  }
}
