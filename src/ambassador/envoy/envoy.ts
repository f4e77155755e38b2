import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { toTls } from './certificates';
import { toCluster } from './cluster';
import { toListener } from './listener';
import { EnvoyPlace } from './place';
import { loginVariable } from './redis';
import { scripts } from '../../core/objects/scripts';
import { secretVariable } from '../../core/pod/secrets';
import { withDefaults } from '../../core/values/defaults';
import { extend } from '../../core/values/extend';
import { MadeOnce } from '../../core/values/made-once';
import { AccessLog, checkAccessLog, logMounts } from '../../programs/access-log';
import { checkLimits } from '../../programs/checked-limits';
import { eventFile } from '../../programs/envoy/access-log';
import { bootstrap } from '../../programs/envoy/bootstrap';
import { ENVOY_PROGRAM, envoyContainer } from '../../programs/envoy/container';
import { healthListener } from '../../programs/envoy/health-listener';
import { Section } from '../../programs/envoy/json';
import { EnvoyLogLevel } from '../../programs/envoy/log-level';
import { Report, report } from '../../programs/envoy/report';
import { Tls } from '../../programs/envoy/tls';
import { ExtraConfigOptions } from '../../programs/extra-config-options';
import { ProxyLimits } from '../../programs/proxy-limits';
import { LocalUpstream } from '../local-upstream';
import { ProxyContext, ProxyPlan } from '../proxy-plan';

/**
 * Options of Envoy.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/
 */
export interface EnvoyOptions extends ProxyLimits, ExtraConfigOptions {
  /**
   * Image of Envoy, with a tag or digest.
   *
   * @default - that of the image table
   */
  readonly image?: string;

  /**
   * Number of worker threads, from 1 to 128. Each has its own connection pool, so limits of connections below this number are not exact.
   *
   * @default
   * - the CPU limit of the container in whole cores, at least one
   *
   * @see https://www.envoyproxy.io/docs/envoy/latest/operations/cli#cmdoption-concurrency
   */
  readonly concurrency?: number;

  /**
   * Level of the log that Envoy writes to stderr.
   *
   * @default EnvoyLogLevel.WARNING
   */
  readonly logLevel?: EnvoyLogLevel;

  /**
   * Access log with a line of JSON for each request. TCP and database connections have two lines: when they reach the upstream, and when they end.
   * Connections to Redis have one line, when the client disconnects. Envoy also writes lines when `outlierDetection` ejects or readmits an address,
   * and when the result of a health check changes.
   *
   * @default AccessLog.off()
   */
  readonly accessLog?: AccessLog;

  /**
   * Interval at which a line of JSON on stdout reports what each upstream has counted since the last one: `connections`, `requests`, `retries` and
   * `failed_connects`, and the current numbers of connections (`open_to_upstream`) and healthy `addresses`. Whole seconds. Each worker reports
   * separately.
   *
   * @default - no reports
   */
  readonly reportInterval?: Duration;
}

export const ENVOY = { ...ENVOY_PROGRAM, accessLog: AccessLog.off() };

/**
 * @internal
 */
export function planEnvoy(options: EnvoyOptions, context: ProxyContext): ProxyPlan {
  const { owner, upstreams, healthPort, resources } = context;
  const limits = checkLimits(owner, options);
  const accessLog = checkAccessLog(owner, withDefaults(options, ENVOY).accessLog);
  const place = extend(context, { limits, accessLog });
  const reports = toReports(options, context);
  const tls = new Map(upstreams.map((upstream) => [upstream.name, toTls(context, upstream)]));
  const plan = envoyContainer({
    owner,
    healthPort,
    resources,
    image: options.image,
    concurrency: options.concurrency,
    logLevel: options.logLevel,
    scripts: reports.length > 0 ? scripts('ambassador', REPORT) : undefined,
    args: accessLog.kind !== 'off' || reports.length > 0 ? ['--file-flush-interval-msec', '1000'] : [],
    files: configurations.of([options, options.extraConfig && owner, context.name, context.listenAddress, healthPort, resources, upstreams],
      () => toFiles(options, place, tls, reports)),
  });
  return extend(plan, {
    env: Object.assign({}, ...upstreams.map((upstream) => secretsOf(context, upstream))),
    volumeMounts: [...logMounts(accessLog), ...[...tls.values()].flatMap((one) => one?.mounts ?? [])],
    servesHealth: true,
    metrics: { path: '/metrics' },
  });
}

/** Extra configuration depends on the scope too, which says what is no secret. */
const configurations = new MadeOnce<{ [file: string]: string }>();

function toFiles({ extraConfig }: EnvoyOptions, place: EnvoyPlace, tls: Map<string, Tls | undefined>, reports: Report[]): { [file: string]: string } {
  const { owner, name, upstreams, limits, resources, healthPort } = place;
  return Object.assign(bootstrap({
    name,
    owner,
    extra: extraConfig,
    limits,
    resources,
    listeners: [
      ...upstreams.map((upstream) => toListener(place, upstream)),
      healthListener(healthPort),
      ...reports.map(({ listener }) => listener),
    ],
    // Some 250 for each upstream, of one command of Redis each.
    options: {
      stats_config: { stats_matcher: { exclusion_list: { patterns: [{ safe_regex: { regex: 'redis\\..*\\.command\\..*' } }] } } },
      cluster_manager: toEvents(place),
    },
    clusters: [
      ...upstreams.map((upstream) => toCluster(place, upstream, tls.get(upstream.name)?.transportSocket)),
      ...reports.map(({ cluster }) => cluster),
    ],
  }), ...[...tls.values()].map((one) => one?.files));
}

/** Addresses that are left out and taken back. */
function toEvents({ upstreams, accessLog }: EnvoyPlace): Section | undefined {
  return accessLog.kind !== 'off' && upstreams.some(({ policies }) => policies.outlierDetection)
    ? { outlier_detection: { event_log_path: eventFile(accessLog) } }
    : undefined;
}

const REPORT = 'envoy-report.lua';

function toReports({ reportInterval }: EnvoyOptions, { owner, upstreams }: ProxyContext): Report[] {
  return reportInterval ? [report({
    owner,
    interval: reportInterval,
    script: REPORT,
    settings: { upstreams: Object.fromEntries(upstreams.map(({ name }) => [name, true])) },
    fields: ['seconds', 'upstreams'],
  })] : [];
}

function secretsOf({ owner }: ProxyContext, { name, options: { userSecret, password } }: LocalUpstream): { [variable: string]: kplus.EnvValue } {
  return {
    ...userSecret ? { [loginVariable('USER', name)]: secretVariable(owner, userSecret) } : {},
    ...password ? { [loginVariable('PASSWORD', name)]: secretVariable(owner, password) } : {},
  };
}
