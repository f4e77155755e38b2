import { Duration } from 'cdk8s';
import { EnvoyMetricsOptions, EnvoyReverseProxyOptions, EnvoyTracingOptions } from './options';
import { freePortName } from '../../core/pod/pod-editor';
import { withDefaults } from '../../core/values/defaults';
import { at } from '../../core/values/errors';
import { checkDistinct, checkMetric } from '../../core/values/metric-names';
import { checkDuration } from '../../core/values/quantities';
import { Endpoint } from '../../primitives/endpoint';
import { AccessLog, AccessLogSpec, checkAccessLog } from '../../programs/access-log';
import { ENVOY_PROGRAM } from '../../programs/envoy/container';
import { ReverseProxyContext } from '../reverse-proxy-context';
import { ReverseProxyProtocol } from '../reverse-proxy-options';

/** Options with their defaults, checked. */
export interface EnvoySpec {
  readonly accessLog: AccessLogSpec;
  readonly metrics: Required<EnvoyMetricsOptions> & { readonly portName: string };
  readonly tracing?: Required<EnvoyTracingOptions>;
}

export const ENVOY = { ...ENVOY_PROGRAM, accessLog: AccessLog.stdout() };
export const METRICS = { requests: 'http_requests_total', latency: 'http_request_duration_seconds', connections: 'http_connections' };
export const TRACING = { samplePercent: 100 };

export function toSpec(options: EnvoyReverseProxyOptions, context: ReverseProxyContext): EnvoySpec {
  checkContext(context);
  return {
    accessLog: checkAccessLog(context.owner, withDefaults(options, ENVOY).accessLog),
    metrics: toMetrics(options.metrics, context),
    tracing: options.tracing && toTracing(options.tracing, context),
  };
}

/** What Envoy takes as the value of a header. */
const LONGEST = 16384;

function checkContext({ owner, appProtocol, maxBodySize, requestHeaders, responseHeaders }: ReverseProxyContext): void {
  if (appProtocol === ReverseProxyProtocol.GRPC && maxBodySize) {
    throw new Error(`${at(owner)} is for gRPC, and Envoy would have to buffer streams to measure them: leave out 'maxBodySize', or use`
      + ' ReverseProxyProgram.nginx()');
  }
  for (const { name, value } of [...requestHeaders, ...responseHeaders]) {
    if (value.kind === 'variable' && value.variable === 'cacheStatus') {
      throw new Error(`header '${name}' in ${at(owner)} should have the status of the cache, but Envoy has no cache: use ReverseProxyProgram.nginx(), or`
        + ' leave the header out');
    }
    if (value.kind === 'text' && Buffer.byteLength(value.text.replace(/%/g, '%%')) > LONGEST) {
      throw new Error(`value of header '${name}' in ${at(owner)} is longer than the ${LONGEST} bytes that Envoy accepts: shorten it`);
    }
  }
  const host = requestHeaders.find(({ name }) => name.toLowerCase() === 'host')?.value;
  if (host && host.kind !== 'text' && !(host.kind === 'variable' && host.variable === 'host')) {
    throw new Error(`request header 'Host' in ${at(owner)} can only be a text with Envoy: use HeaderValue.text(), or ReverseProxyProgram.nginx()`);
  }
}

const BUCKETS = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000].map((millis) => Duration.millis(millis));

function toMetrics(options: EnvoyMetricsOptions = {}, { owner, pod, metricsPort }: ReverseProxyContext): EnvoySpec['metrics'] {
  const { requests, latency, connections } = withDefaults(options, METRICS);
  checkMetric(owner, 'counter', requests, 'requests');
  checkMetric(owner, 'histogram', latency, 'latency');
  checkMetric(owner, 'gauge', connections, 'connections');
  checkDistinct(owner, [requests, latency, connections]);
  if (!latency.endsWith('_seconds')) {
    throw new Error(`metric name '${latency}' in ${at(owner)} does not end in '_seconds', although it measures seconds: add this suffix`);
  }
  return {
    port: metricsPort,
    portName: freePortName(pod, 'metrics'),
    requests,
    latency,
    connections,
    buckets: checkBuckets({ owner }, options.buckets ?? BUCKETS),
  };
}

function checkBuckets({ owner }: Pick<ReverseProxyContext, 'owner'>, buckets: Duration[]): Duration[] {
  const millis = buckets.map((bucket) => checkDuration('bucket', bucket, owner)!.toMilliseconds({ integral: false }));
  if (millis.length === 0 || millis.some((value, index) => !Number.isInteger(value) || value <= (millis[index - 1] ?? 0))) {
    throw new Error(`buckets of ${at(owner)} are [${millis.join(', ')}] milliseconds: use whole milliseconds in ascending order`);
  }
  return buckets;
}

function toTracing(options: EnvoyTracingOptions, { owner }: ReverseProxyContext): Required<EnvoyTracingOptions> {
  const { collector = new Endpoint({ port: 4317 }), serviceName, samplePercent } = withDefaults(options, TRACING);
  collector._checkUser(owner);
  if (!serviceName?.trim()) {
    throw new Error(`serviceName of the traces of ${at(owner)} is empty: use the name of the app`);
  }
  if (!(samplePercent >= 0 && samplePercent <= 100)) {
    throw new Error(`samplePercent ${samplePercent} of ${at(owner)} is not valid: use a number from 0 to 100`);
  }
  return { collector, serviceName, samplePercent };
}
