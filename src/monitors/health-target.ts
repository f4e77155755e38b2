import * as kplus from 'cdk8s-plus-28';
import { checkUrl } from '../core/plain-text/urls';
import { HeaderOptions } from '../core/pod/header-options';
import { statusPatterns } from '../core/values/status-codes';
import { Endpoint, EndpointProps } from '../primitives/endpoint';

/**
 * How a URL must answer to be healthy.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-liveness-http-request
 */
export interface HealthUrlOptions extends HeaderOptions {
  /**
   * Status codes that count as healthy. Redirects are not followed.
   *
   * @default - 200 to 399, as in probes of Kubernetes
   */
  readonly healthyStatuses?: number[];

  /**
   * Certificate of the authority that signed the server's certificate, as PEM in a key of a Secret.
   *
   * @default - the authorities that the image trusts
   */
  readonly caCertificate?: kplus.SecretValue;

  /**
   * Image with a POSIX shell, curl, date, cut and tr.
   *
   * @default - curl of the image table
   */
  readonly image?: string;
}

/**
 * A port that must accept connections.
 */
export interface HealthPortOptions extends EndpointProps {
  /**
   * Image with a POSIX shell, nc, tcpsvd, timeout, date, stat, cut and tr.
   *
   * @default - busybox of the image table
   */
  readonly image?: string;
}

/**
 * @internal
 */
export interface HealthSpec {
  /** What lines and metrics call it. */
  readonly name: string;
  readonly image?: string;
  /** What health.sh reads, without its prefix. */
  readonly settings: { [name: string]: string };
  /** Asked by curl, whose image has no program that serves metrics. */
  readonly byCurl: boolean;
  readonly headers?: HeaderOptions;
  readonly caCertificate?: kplus.SecretValue;
}

/**
 * What a health monitor checks.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, HealthMonitor, HealthTarget } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', ports: [{ number: 8080 }] });
 * new HealthMonitor(web, 'Health', { target: HealthTarget.http('http://localhost:8080/healthz', { healthyStatuses: [200] }) });
 */
export class HealthTarget {
  /**
   * A URL that answers over HTTP or HTTPS. The server's certificate is verified.
   *
   * @param url URL without secrets, because everybody can read it in the manifest, the log and the metrics
   * @throws if it is not an http or https URL, has credentials in it, or a status code is not valid
   */
  public static http(url: string, options: HealthUrlOptions = {}): HealthTarget {
    const { caCertificate, image } = options;
    checkUrl('a health target', url, caCertificate);
    return new HealthTarget({
      name: url,
      image,
      byCurl: true,
      headers: options,
      caCertificate,
      settings: { URL: url, STATUS: statusPatterns(url, options.healthyStatuses, '2?? 3??'), ...ofUrl(url) },
    });
  }

  /**
   * A port that accepts connections. Each connection is closed at once, which some servers count as an error: MySQL blocks a host after 100 such
   * errors.
   *
   * @throws if the host or the port is not valid
   */
  public static tcp(options: HealthPortOptions): HealthTarget {
    const { image, ...props } = { ...options };
    const { host, port, address } = new Endpoint(props);
    return new HealthTarget({ name: address, image, byCurl: false, settings: { HOST: host, PORT: String(port), ...ofPod(host, String(port)) } });
  }

  private constructor(private readonly spec: HealthSpec) {}

  /**
   * @internal
   */
  public get _spec(): HealthSpec {
    return this.spec;
  }
}

/** A port of the pod itself, where a restart can be noticed. */
function ofPod(host: string, port: string): { [name: string]: string } {
  return /^(localhost|127\..*|\[?::1\]?)$/i.test(host) ? { LISTEN: port } : {};
}

function ofUrl(url: string): { [name: string]: string } {
  const { hostname, port, protocol } = new URL(url);
  return ofPod(hostname, port || (protocol === 'https:' ? '443' : '80'));
}
