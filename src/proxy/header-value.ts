import * as kplus from 'cdk8s-plus-28';

/** @internal */
export type HeaderVariable = 'clientAddress' | 'host' | 'scheme' | 'requestId' | 'appResponseTime' | 'cacheStatus';

/** @internal */
export type HeaderValueSpec =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'secret'; readonly secret: kplus.SecretValue }
  | { readonly kind: 'variable'; readonly variable: HeaderVariable }
  | { readonly kind: 'removed' };

/**
 * Value of a header that a reverse proxy sets.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, HeaderValue, ReverseProxy } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', ports: [{ number: 3000 }] });
 * new ReverseProxy(web, 'Proxy', {
 *   service: web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] }),
 *   requestHeaders: { 'X-Real-IP': HeaderValue.clientAddress() },
 *   responseHeaders: { 'X-Frame-Options': HeaderValue.text('DENY'), 'Server': HeaderValue.removed() },
 * });
 *
 * @see https://nginx.org/en/docs/varindex.html
 */
export class HeaderValue {
  /**
   * A fixed text, used as it is.
   */
  public static text(text: string): HeaderValue {
    return new HeaderValue({ kind: 'text', text });
  }

  /**
   * The value of a key of a Secret, for requests to the app: one line without control characters. Containers that run see a change only after a restart.
   *
   * @param secret the Secret and its key; the Secret must be in the namespace of the pod
   * @see https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-environment-variables
   */
  public static secret(secret: kplus.SecretValue): HeaderValue {
    return new HeaderValue({ kind: 'secret', secret });
  }

  /**
   * Address of the client, as the proxy sees it.
   */
  public static clientAddress(): HeaderValue {
    return new HeaderValue({ kind: 'variable', variable: 'clientAddress' });
  }

  /**
   * Host and port that the client requested.
   */
  public static host(): HeaderValue {
    return new HeaderValue({ kind: 'variable', variable: 'host' });
  }

  /**
   * `http` or `https`.
   */
  public static scheme(): HeaderValue {
    return new HeaderValue({ kind: 'variable', variable: 'scheme' });
  }

  /**
   * ID of the request, the same that the app receives as `X-Request-ID`.
   */
  public static requestId(): HeaderValue {
    return new HeaderValue({ kind: 'variable', variable: 'requestId' });
  }

  /**
   * Time from the connection to the app to the headers of its response. The header is omitted if the request did not reach the app.
   */
  public static appResponseTime(): HeaderValue {
    return new HeaderValue({ kind: 'variable', variable: 'appResponseTime' });
  }

  /**
   * The result of the cache, such as `HIT` and `MISS`. The header is omitted if the cache was not used.
   */
  public static cacheStatus(): HeaderValue {
    return new HeaderValue({ kind: 'variable', variable: 'cacheStatus' });
  }

  /**
   * Removes the header.
   */
  public static removed(): HeaderValue {
    return new HeaderValue({ kind: 'removed' });
  }

  private constructor(
    /** @internal */
    public readonly _spec: HeaderValueSpec,
  ) {}
}
