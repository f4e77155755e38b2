import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Part, PartPlace, ReceiverPlace } from './part';
import { TelemetryReceiverSpec } from './telemetry-receiver';
import { FilesReceiverOptions, JaegerReceiverOptions, ListeningReceiverOptions, OtlpReceiverOptions, PrometheusReceiverOptions } from './telemetry-receiver-options';
import { allContainers } from '../core/pod/pod-editor';
import { at, checkPortNumber } from '../core/values/errors';
import { someOf } from '../core/values/given';
import { LogFiles } from '../core/values/log-files';
import { checkPattern } from '../core/values/patterns';
import { checkDuration, milliseconds, wholeSeconds } from '../core/values/quantities';
import { checkScrapeTarget } from '../primitives/metrics-page';
import { appContainer, shareFolders } from '../primitives/shared-folder';
import { toFileLog } from '../programs/collector/file-log';
import { filesToRead } from '../programs/collector/rotated-files';
import { Section } from '../programs/collector/values';

export function otlpPorts({ grpcPort = 4317, httpPort = 4318 }: OtlpReceiverOptions) {
  return { grpcPort, httpPort };
}

export function jaegerPorts({ compactPort = 6831, httpPort = 14268 }: JaegerReceiverOptions) {
  return { compactPort, httpPort };
}

const DEFAULT_INTERVAL = Duration.seconds(30);

export function toReceiver(place: ReceiverPlace, spec: TelemetryReceiverSpec): Part {
  switch (spec.kind) {
    case 'otlp': return toOtlp(place, spec);
    case 'jaeger': return toJaeger(place, spec);
    case 'prometheus': return toPrometheus(place, spec);
    case 'files': return toFiles(place, spec);
  }
}

function idOf(type: string, { number }: PartPlace): string {
  return number === 1 ? type : `${type}/${number}`;
}

/** The longest time between two scrapes, where something is scraped. */
export function scrapeInterval(where: Construct, specs: TelemetryReceiverSpec[]): Duration | undefined {
  const intervals = specs.flatMap((spec) => spec.kind === 'prometheus' ? [checkDuration('scrape interval', spec.interval, where) ?? DEFAULT_INTERVAL] : []);
  return intervals.sort((one, other) => milliseconds(other) - milliseconds(one))[0];
}

/** gRPC counts in mebibytes. */
const MEBIBYTE = 1024 * 1024;

function toOtlp(place: ReceiverPlace, options: OtlpReceiverOptions): Part {
  const { grpcPort, httpPort } = otlpPorts(options);
  return {
    id: idOf('otlp', place),
    section: {
      protocols: {
        grpc: { endpoint: endpoint(options, grpcPort), ...grpcLimit(place) },
        http: { endpoint: endpoint(options, httpPort), ...httpLimit(place) },
      },
    },
    ports: [{ number: grpcPort, name: nameOf('otlp-grpc', place) }, { number: httpPort, name: nameOf('otlp-http', place) }],
  };
}

function toJaeger(place: ReceiverPlace, options: JaegerReceiverOptions): Part {
  const { compactPort, httpPort } = jaegerPorts(options);
  const { binaryPort, grpcPort } = options;
  const listeners: { protocol: string; name: string; port?: number; udp?: boolean; limit?: Section }[] = [
    { protocol: 'thrift_compact', name: 'jaeger-thrift', port: compactPort, udp: true },
    { protocol: 'thrift_http', name: 'jaeger-http', port: httpPort, limit: httpLimit(place) },
    { protocol: 'thrift_binary', name: 'jaeger-binary', port: binaryPort, udp: true },
    { protocol: 'grpc', name: 'jaeger-grpc', port: grpcPort, limit: grpcLimit(place) },
  ];
  const open = listeners.filter((listener): listener is typeof listener & { port: number } => listener.port !== undefined);
  return {
    id: idOf('jaeger', place),
    section: { protocols: Object.fromEntries(open.map(({ protocol, port, limit }) => [protocol, { endpoint: endpoint(options, port), ...limit }])) },
    ports: open.map(({ name, port, udp }) => ({ number: port, name: nameOf(name, place), protocol: udp ? kplus.Protocol.UDP : undefined })),
  };
}

function httpLimit({ largestRequest }: ReceiverPlace): Section {
  return { max_request_body_size: largestRequest };
}

function grpcLimit({ largestRequest }: ReceiverPlace): Section {
  return { max_recv_msg_size_mib: Math.floor(largestRequest / MEBIBYTE) };
}

function endpoint({ exposed }: ListeningReceiverOptions, port: number): string {
  return `${exposed ? '0.0.0.0' : '127.0.0.1'}:${port}`;
}

/** Names of ports are unique in a container, and have 15 characters at most. */
function nameOf(name: string, { number }: PartPlace): string {
  return number === 1 ? name : `${name.slice(0, 12)}-${number}`;
}

function toPrometheus(place: PartPlace, { targets, interval = DEFAULT_INTERVAL }: PrometheusReceiverOptions): Part {
  someOf(place.owner, 'scrape targets', targets, 'name one, such as { port: 9102 }');
  targets.forEach((target) => checkScrapeTarget(place.owner, target));
  const seconds = wholeSeconds(interval);
  const jobs: Section[] = [];
  for (const { port, path = '/metrics', job = jobOf(place, port) } of targets) {
    checkPortNumber(port, 'of a scrape target', place.owner);
    if (!/^\/[^\s]*$/.test(path)) {
      throw new Error(`path '${path}' of a scrape target in ${at(place.owner)} is not valid: start it with '/' and write it without blanks`);
    }
    if (!/^[A-Za-z][\w.-]*$/.test(job)) {
      throw new Error(`job '${job}' of a scrape target in ${at(place.owner)} is not a valid name: start it with a letter and use letters, digits and _ . -`);
    }
    if (targets.filter((other) => other.port === port && (other.path ?? '/metrics') === path).length > 1) {
      throw new Error(`scrape target ${port}${path} in ${at(place.owner)} is listed twice: leave one out`);
    }
    const [metricsPath, query] = path.split(/\?(.*)/s);
    jobs.push({
      job_name: freeJob(jobs, job, port),
      scrape_interval: `${seconds}s`,
      scrape_timeout: `${Math.min(10, seconds)}s`,
      fallback_scrape_protocol: 'PrometheusText0.0.4',
      metrics_path: metricsPath,
      params: query === undefined ? undefined : toParameters(query),
      static_configs: [{ targets: [`127.0.0.1:${port}`] }],
    });
  }
  return { id: idOf('prometheus', place), section: { config: { scrape_configs: jobs } } };
}

/** Prometheus wants each name once. */
function freeJob(jobs: Section[], job: string, port: number): string {
  const candidates = [job, `${job}-${port}`, ...jobs.map((_, index) => `${job}-${port}-${index + 2}`)];
  return candidates.find((name) => !jobs.some(({ job_name }) => job_name === name))!;
}

function jobOf({ pod }: PartPlace, port: number): string {
  return allContainers(pod).find(({ ports }) => ports.some(({ number }) => number === port))?.name ?? pod.name;
}

function toParameters(query: string): Section {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

function toFiles(place: PartPlace, options: FilesReceiverOptions): Part {
  const owner = new Construct(place.owner, `Files${place.number}`);
  const files = new LogFiles(place.owner, options.logFiles, options.exclude);
  const mounts = shareFolders(owner, appContainer(owner, options.container, 'write the log files of'), files.folders, 'Logs', options.volume);
  const read = filesToRead(place.owner, files);
  const { recordStart } = options;
  return {
    id: idOf('file_log', place),
    section: toFileLog({
      ...read,
      recordStart: recordStart === undefined ? undefined : checkPattern(place.owner, recordStart),
    }),
    mounts: mounts.map((mount) => ({ ...mount, readOnly: true })),
    files: read,
  };
}
