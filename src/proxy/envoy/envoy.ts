import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { clientListener } from './listener';
import { toStats } from './logs';
import { EnvoyReverseProxyOptions } from './options';
import { REPORT_SCRIPT, toReports } from './reports';
import { EnvoySpec, toSpec } from './spec';
import { HEALTH_PATH, METRICS_PATH, SCRIPT, statusListener, STOP_PATH } from './status';
import { scripts } from '../../core/objects/scripts';
import { PROBE_TIMEOUT } from '../../core/pod/liveness';
import { logMounts } from '../../programs/access-log';
import { bootstrap } from '../../programs/envoy/bootstrap';
import { cluster, httpProtocol } from '../../programs/envoy/cluster';
import { envoyContainer } from '../../programs/envoy/container';
import { Section } from '../../programs/envoy/json';
import { downstreamTls, Tls } from '../../programs/envoy/tls';
import { ReverseProxyContext, secretHeaders } from '../reverse-proxy-context';
import { ReverseProxyProtocol } from '../reverse-proxy-options';
import type { ReverseProxyPlan } from '../reverse-proxy-plan';

export function planEnvoy(options: EnvoyReverseProxyOptions, context: ReverseProxyContext): ReverseProxyPlan {
  const { owner, name, resources } = context;
  const { image, concurrency, logLevel } = options;
  const spec = toSpec(options, context);
  const tls = toTls(context);
  const reports = toReports(options, context);
  const { port, portName } = spec.metrics;
  return {
    ...envoyContainer({
      owner,
      resources,
      image,
      concurrency,
      logLevel,
      args: ['--file-flush-interval-msec', '1000'],
      files: {
        ...bootstrap({
          name,
          owner,
          extra: options.extraConfig,
          limits: context.limits,
          resources,
          listeners: [clientListener(context, spec, tls?.transportSocket), statusListener(context, spec), ...reports.map(({ listener }) => listener)],
          clusters: [toApp(context), ...toCollector(spec), ...reports.map((one) => one.cluster)],
          options: { ...toStats(spec), layered_runtime: EXPRESSIONS },
        }),
        ...tls?.files,
      },
      scripts: scripts('proxy', SCRIPT, ...reports.map(() => REPORT_SCRIPT)),
    }),
    ...probes(port),
    env: secretHeaders(context),
    ports: [{ number: port, name: portName }],
    metrics: { port, path: METRICS_PATH },
    volumeMounts: logMounts(spec.accessLog),
    // Answered when the app receives SIGTERM: Envoy itself would end at once.
    lifecycle: { preStop: kplus.Handler.fromHttpGet(STOP_PATH, { port }) },
  };
}

/** On a port that clients do not fill. */
function probes(port: number): Pick<ReverseProxyPlan, 'startup' | 'readiness' | 'liveness'> {
  const probe = (period: number, options: kplus.ProbeOptions) => kplus.Probe.fromHttpGet(HEALTH_PATH, {
    port, periodSeconds: Duration.seconds(period), ...options,
  });
  const patient = { timeoutSeconds: PROBE_TIMEOUT };
  return { startup: probe(1, { failureThreshold: 30 }), readiness: probe(5, patient), liveness: probe(10, patient) };
}

function toTls({ tlsFolder }: ReverseProxyContext): Tls | undefined {
  return tlsFolder === undefined ? undefined : downstreamTls('app', { certificate: tlsFolder }, ['h2', 'http/1.1']);
}

/** Names of headers make longer expressions than Envoy takes by itself. */
const EXPRESSIONS: Section = { layers: [{ name: 'expressions', static_layer: { 're2.max_program_size.error_level': 100_000 } }] };

/** As many requests as clients may send. An app that speaks HTTP/1.1 gets a connection for each: it cannot close one at the wrong moment. */
function toApp({ appPort, appProtocol, timeouts, limits }: ReverseProxyContext): Section {
  const most = { max_connections: 10_000, max_pending_requests: 10_000, max_requests: 10_000 };
  return cluster({
    name: 'app',
    addresses: [{ host: '127.0.0.1', port: appPort }],
    connectTimeout: timeouts.connect,
    options: {
      circuit_breakers: { thresholds: [most] },
      typed_extension_protocol_options: appProtocol === ReverseProxyProtocol.GRPC
        ? httpProtocol(2, limits)
        : httpProtocol(1, limits, { max_requests_per_connection: 1 }),
    },
  });
}

function toCollector({ tracing }: EnvoySpec): Section[] {
  return tracing ? [cluster({
    name: 'traces',
    addresses: [tracing.collector],
    connectTimeout: Duration.seconds(5),
    options: { typed_extension_protocol_options: httpProtocol(2) },
  })] : [];
}
