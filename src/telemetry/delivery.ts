import { Size, SizeRoundingBehavior } from 'cdk8s';
import { IConstruct } from 'constructs';
import { TelemetryPipeline } from './telemetry-pipeline';
import { TelemetryQueue } from './telemetry-queue';
import { TelemetrySignal } from './telemetry-signal';
import { withDefaults } from '../core/values/defaults';
import { at } from '../core/values/errors';
import { LARGEST_REQUEST, RETRY, SYNCHRONOUS } from '../programs/collector/server';
import { Section } from '../programs/collector/values';

/** How exporters to servers deliver. */
export interface Delivery {
  readonly section: Section;
  /** What the queues take on disk; undefined where there are none. */
  readonly disk?: Size;
}

export const QUEUE = { size: Size.mebibytes(16) };
const SMALLEST_QUEUE = Size.mebibytes(8);

/** A request of one small span takes about 3.4 times its size on disk. */
const DISK_FACTOR = 4;

export function toDelivery(where: IConstruct, queue: TelemetryQueue, pipelines: TelemetryPipeline[]): Delivery {
  if (!queue._options) {
    return { section: SYNCHRONOUS };
  }
  const kibibytes = toKibibytes(withDefaults(queue._options, QUEUE).size);
  if (kibibytes < toKibibytes(SMALLEST_QUEUE)) {
    throw new Error(`queue size in ${at(where)} is less than 8 MiB, which two large requests would fill: use a larger size`);
  }
  const queues = countQueues(pipelines);
  return { section: persistent(kibibytes * 1024), disk: queues > 0 ? Size.kibibytes(kibibytes * DISK_FACTOR * queues) : undefined };
}

/** Each exporter has one for each kind of telemetry. */
function countQueues(pipelines: TelemetryPipeline[]): number {
  return Object.values(TelemetrySignal)
    .map((signal) => pipelines.filter(({ _signal }) => _signal === signal).flatMap(({ _options }) => _options.exporters))
    .reduce((sum, exporters) => sum + new Set(exporters.filter(({ _spec }) => _spec.kind === 'otlp' || _spec.kind === 'otlpHttp')).size, 0);
}

/**
 * Requests are on disk when they are acknowledged, and until they are delivered. Batches are made of those on disk, behind
 * the acknowledgement; few at a time, since those under way are noted with every request.
 */
function persistent(bytes: number): Section {
  return {
    retry_on_failure: { ...RETRY, max_interval: '5s' },
    sending_queue: {
      enabled: true,
      storage: 'file_storage',
      sizer: 'bytes',
      queue_size: bytes,
      num_consumers: 4,
      batch: { sizer: 'bytes', min_size: 100_000, max_size: LARGEST_REQUEST, flush_timeout: '200ms' },
    },
  };
}

function toKibibytes(size: Size): number {
  return Math.floor(size.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR }));
}
