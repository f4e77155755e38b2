import { SharedVolume } from '../../primitives/shared-volume';

/**
 * Where Envoy writes a line of JSON for each request, without its query and headers. Requests for the health path are left out.
 *
 * A line has `time`, `peer` (address of the client), `upstream` and `address` (which one answered), `flags` (why Envoy answered by itself),
 * `bytes_received` (from the client), `bytes_sent` (to it), `duration_ms`, `method`, `path`, `protocol`, `status`, `tries`, `request_id` and
 * `trace_id` (of the span, or of the request's `traceparent`). Numbers are numbers, and what there is not is null. It is there within a second.
 * An ambassador's lines are the same.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
 */
export class EnvoyAccessLog {
  /**
   * To stdout of its container.
   */
  public static stdout(): EnvoyAccessLog {
    return new EnvoyAccessLog({ kind: 'stdout' });
  }

  /**
   * Into a file for other containers. Nothing rotates it, and Envoy does not open it anew: it grows until the volume is full, and then Kubernetes
   * evicts the pod. Take it for short-lived pods or with a volume that has room for as long as a pod lives, and stdout otherwise.
   *
   * @param volume a volume of the same workload
   * @param fileName name of the file in it
   */
  public static file(volume: SharedVolume, fileName: string = 'access.log'): EnvoyAccessLog {
    return new EnvoyAccessLog({ kind: 'file', volume, fileName });
  }

  /**
   * Nowhere.
   */
  public static off(): EnvoyAccessLog {
    return new EnvoyAccessLog({ kind: 'off' });
  }

  private constructor(
    /** @internal */
    public readonly _spec: EnvoyAccessLogSpec,
  ) {}
}

/** @internal */
export type EnvoyAccessLogSpec =
  | { readonly kind: 'stdout' | 'off' }
  | { readonly kind: 'file'; readonly volume: SharedVolume; readonly fileName: string };
