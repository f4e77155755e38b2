import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { at } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { SharedVolume } from '../primitives/shared-volume';

/**
 * Where a proxy writes a line for each request, without its query and headers. Requests for the health path of a reverse proxy are left out.
 *
 * Envoy writes JSON: `time`, `peer` (address of the client), `upstream` and `address` (which one answered), `flags` (why Envoy answered by itself),
 * `failure` (why it did not reach the upstream),
 * `bytes_received` (from the client), `bytes_sent` (to it), `duration_ms`, `method`, `path`, `protocol`, `status`, `tries`, `request_id` and
 * `trace_id` (of the span, or of the request's `traceparent`). Numbers are numbers, and what there is not is null. It is there within a second.
 * Connections by TCP and to databases have no fields of requests, but an `event`: `TcpUpstreamConnected` and `TcpConnectionEnd`. nginx writes text: address, time, method, path, protocol, status, bytes,
 * seconds and request id.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AccessLog, AppContainer, ReverseProxy, ReverseProxyProgram } from 'cdk8s-pod-patterns';
 *
 * const web = new kplus.Deployment(new Chart(new App(), 'shop'), 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', ports: [{ number: 8080 }] });
 * const service = web.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] });
 * new ReverseProxy(web, 'Proxy', { service, program: ReverseProxyProgram.nginx({ accessLog: AccessLog.off() }) });
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
 * @see https://nginx.org/en/docs/http/ngx_http_log_module.html
 */
export class AccessLog {
  /**
   * To stdout of its container.
   */
  public static stdout(): AccessLog {
    return new AccessLog({ kind: 'stdout' });
  }

  /**
   * Into a file for other containers. The file is not rotated: it grows until the volume is full, and then Kubernetes
   * evicts the pod. Use it for short-lived pods, or with a volume that is large enough for the lifetime of a pod. Otherwise use stdout.
   *
   * @param volume a volume of the same workload
   * @param fileName name of the file in it
   */
  public static file(volume: SharedVolume, fileName: string = 'access.log'): AccessLog {
    return new AccessLog({ kind: 'file', volume, fileName });
  }

  /**
   * To stdout and into a file like that of `file()`.
   *
   * @param volume a volume of the same workload
   * @param fileName name of the file in it
   */
  public static stdoutAndFile(volume: SharedVolume, fileName: string = 'access.log'): AccessLog {
    return new AccessLog({ kind: 'file', volume, fileName, stdout: true });
  }

  /**
   * No access log.
   */
  public static off(): AccessLog {
    return new AccessLog({ kind: 'off' });
  }

  private constructor(
    /** @internal */
    public readonly _spec: AccessLogSpec,
  ) {}
}

/** @internal */
export type AccessLogSpec =
  | { readonly kind: 'stdout' | 'off' }
  | { readonly kind: 'file'; readonly volume: SharedVolume; readonly fileName: string; readonly stdout?: boolean };

/** Where the volume of a file is mounted. */
const FOLDER = '/var/log/proxy';

export function checkAccessLog(owner: Construct, { _spec: log }: AccessLog): AccessLogSpec {
  if (log === undefined) {
    throw new Error(`accessLog of ${at(owner)} is not an AccessLog: make it with AccessLog.stdout(), file(), stdoutAndFile() or off()`);
  }
  if (log.kind !== 'file') {
    return log;
  }
  checkGiven(`access log of ${at(owner)}`, log, 'volume');
  if (!/^[^/\p{Cc}]+$/u.test(log.fileName) || /^\.\.?$/.test(log.fileName)) {
    throw new Error(`file name ${JSON.stringify(log.fileName)} of the access log in ${at(owner)} is not valid: use a name without '/', such as 'access.log'`);
  }
  return log;
}

/** Whether a program writes lines that can write to its own output only. */
export function stdoutOnly(owner: Construct, program: string, accessLog: AccessLog = AccessLog.off()): boolean {
  const { kind } = checkAccessLog(owner, accessLog);
  if (kind === 'file') {
    throw new Error(`accessLog of ${at(owner)} is a file, but ${program} writes to its own output: use AccessLog.stdout() or off()`);
  }
  return kind === 'stdout';
}

/** What the container mounts for a file. */
export function logMounts(log: AccessLogSpec): kplus.VolumeMount[] {
  return log.kind === 'file' ? [{ path: FOLDER, volume: log.volume.volume }] : [];
}

export function isOnStdout(log: AccessLogSpec): boolean {
  return log.kind === 'stdout' || (log.kind === 'file' && log.stdout === true);
}

/** The file as the container sees it. */
export function logFile(log: AccessLogSpec): string | undefined {
  return log.kind === 'file' ? `${FOLDER}/${log.fileName}` : undefined;
}
