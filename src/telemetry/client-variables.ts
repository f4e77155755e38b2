import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { jaegerPorts, otlpPorts } from './receivers';
import { JaegerReceiverOptions, OtlpReceiverOptions } from './telemetry-receiver-options';
import { TelemetrySignal } from './telemetry-signal';
import { podOf } from '../core/pod/pod-editor';
import { at } from '../core/values/errors';
import { given } from '../core/values/given';
import { checkPrintable } from '../core/values/metric-names';

/**
 * How OTLP is sent.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
export enum OtlpProtocol {
  /** gRPC. */
  GRPC = 'grpc',
  /** Protocol buffers over HTTP. */
  HTTP_PROTOBUF = 'http/protobuf',
  /** JSON over HTTP. */
  HTTP_JSON = 'http/json',
}

/**
 * How a client of a telemetry collector is identified.
 *
 * @see https://github.com/jaegertracing/jaeger-client-java/blob/master/jaeger-core/README.md
 */
export interface JaegerClientOptions {
  /**
   * Name of the service.
   *
   * @default - the name of the workload
   */
  readonly serviceName?: string;

  /**
   * Resource attributes by name, in addition to k8s.container.name.
   *
   * @default - none
   */
  readonly resourceAttributes?: { [name: string]: string };
}

/**
 * How a client sends OTLP, and how it is identified.
 *
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export interface OtlpClientOptions extends JaegerClientOptions {
  /**
   * How OTLP is sent.
   *
   * @default OtlpProtocol.HTTP_PROTOBUF
   */
  readonly protocol?: OtlpProtocol;
}

type Variables = { [name: string]: string };

/** A signal that is not taken is not sent, unless the container says itself what becomes of it: the receiver would refuse it for ever. */
export function unsentSignals(container: kplus.Container, taken: TelemetrySignal[]): Variables {
  const variables = Object.values(TelemetrySignal).filter((signal) => !taken.includes(signal)).map((signal) => `OTEL_${signal.toUpperCase()}_EXPORTER`);
  return Object.fromEntries(variables.filter((name) => !container.env.variables[name]).map((name) => [name, 'none']));
}

/** @param receiver the receiver that they lead to */
export function otlpVariables(
  where: Construct, container: kplus.Container, options: OtlpClientOptions, receiver: OtlpReceiverOptions,
): Variables {
  const { protocol = OtlpProtocol.HTTP_PROTOBUF } = options;
  const { grpcPort, httpPort } = otlpPorts(receiver);
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${protocol === OtlpProtocol.GRPC ? grpcPort : httpPort}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_SERVICE_NAME: serviceName(where, options),
    OTEL_RESOURCE_ATTRIBUTES: toList(where, container, options, (value) => encodeURIComponent(Buffer.from(value).toString())),
  };
}

/** @param receiver the receiver that they lead to */
export function jaegerVariables(
  where: Construct, container: kplus.Container, options: JaegerClientOptions, receiver: JaegerReceiverOptions,
): Variables {
  const { compactPort, httpPort } = jaegerPorts(receiver);
  return {
    JAEGER_AGENT_HOST: '127.0.0.1',
    JAEGER_AGENT_PORT: String(compactPort),
    JAEGER_ENDPOINT: `http://127.0.0.1:${httpPort}/api/traces`,
    JAEGER_SERVICE_NAME: serviceName(where, options),
    JAEGER_TAGS: toList(where, container, options, (value) => checkTag(where, value)),
  };
}

function serviceName(where: Construct, { serviceName: name = podOf(where).name }: JaegerClientOptions): string {
  if (name.trim() === '') {
    throw new Error(`service name ${JSON.stringify(name)} in ${at(where)} is empty: set a name`);
  }
  return checkPrintable(where, 'service name', name);
}

/** `name=value`, separated by commas. */
function toList(
  where: Construct, container: kplus.Container, { resourceAttributes }: JaegerClientOptions, encode: (value: string) => string,
): string {
  const attributes = { 'k8s.container.name': container.name, ...resourceAttributes };
  const wrong = Object.keys(attributes).find((name) => !/^[A-Za-z][\w./-]*$/.test(name));
  if (wrong !== undefined) {
    throw new Error(`resource attribute '${wrong}' in ${at(where)} is not a valid name: start it with a letter and use letters, digits and _ . / -`);
  }
  if ('service.name' in attributes) {
    throw new Error(`resource attribute 'service.name' in ${at(where)} would be overridden by the service name: set 'serviceName'`);
  }
  return Object.entries(attributes).map(([name, value]) => `${name}=${encode(given(where, `resource attribute '${name}'`, value, 'leave it out'))}`).join(',');
}

/** Clients of Jaeger know no escapes, and read `${NAME:default}` as an environment variable. */
function checkTag(where: Construct, value: string): string {
  if (!/^[^\x00-\x1f\x7f,$]*$/.test(value)) {
    throw new Error(`resource attribute value ${JSON.stringify(value)} in ${at(where)} has a comma, '$' or control character,`
      + ' which clients of Jaeger cannot read: remove it');
  }
  return value;
}
