import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ScrapeTarget } from '../primitives/scrape-target';
import { SharedVolume } from '../primitives/shared-volume';

/**
 * Options of receivers that listen on a port.
 */
export interface ListeningReceiverOptions {
  /**
   * Whether the receiver also listens on the address of the pod, for other pods.
   *
   * @default false - only the containers of the pod reach it, on localhost
   */
  readonly exposed?: boolean;
}

/**
 * Options of a receiver for OTLP.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector/tree/main/receiver/otlpreceiver
 */
export interface OtlpReceiverOptions extends ListeningReceiverOptions {
  /**
   * Port for gRPC.
   *
   * @default 4317
   */
  readonly grpcPort?: number;

  /**
   * Port for HTTP.
   *
   * @default 4318
   */
  readonly httpPort?: number;
}

/**
 * Options of a receiver for clients of Jaeger.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/jaegerreceiver
 */
export interface JaegerReceiverOptions extends ListeningReceiverOptions {
  /**
   * UDP port for compact Thrift, as clients send it to the Jaeger agent.
   *
   * @default 6831
   */
  readonly compactPort?: number;

  /**
   * Port for Thrift over HTTP, as clients send it to the Jaeger collector.
   *
   * @default 14268
   */
  readonly httpPort?: number;

  /**
   * UDP port for binary Thrift, as Node.js clients send it to the Jaeger agent.
   *
   * @default - no such port; the usual one is 6832
   */
  readonly binaryPort?: number;

  /**
   * Port for gRPC, as Jaeger agents send it to the Jaeger collector.
   *
   * @default - no such port; the usual one is 14250
   */
  readonly grpcPort?: number;
}

/**
 * Options of a receiver that scrapes metrics.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/prometheusreceiver
 */
export interface PrometheusReceiverOptions {
  /**
   * The pages of metrics that are scraped.
   */
  readonly targets: ScrapeTarget[];

  /**
   * Time between two scrapes of each page, in whole seconds.
   *
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;
}

/**
 * Options of a receiver that reads log files of a container.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/filelogreceiver
 */
export interface FilesReceiverOptions {
  /**
   * Log files as the app sees them: absolute paths, with `*`, `?` and `[...]` as wildcards. Files and sub-folders may appear later.
   */
  readonly logFiles: string[];

  /**
   * Files that are not read, in the same form.
   *
   * @default - none
   */
  readonly exclude?: string[];

  /**
   * Regular expression that matches the first line of each record and no other line, for records of several lines.
   *
   * @default - every line is a record
   */
  readonly recordStart?: string;

  /**
   * The container that writes the files.
   *
   * @default - the first container of the workload that is not a sidecar
   */
  readonly container?: kplus.Container;

  /**
   * The volume with the files. It is mounted into the container that writes them, unless it is already mounted there.
   *
   * @default - the volume that the container has mounted there, otherwise a new emptyDir of at most 200 MiB
   */
  readonly volume?: SharedVolume;
}
