import { Duration, Size } from 'cdk8s';
import { SharedVolume } from '../../primitives/shared-volume';
import { AccessLog } from '../../programs/access-log';
import { ExtraLinesOptions } from '../../programs/extra-config-options';

/**
 * Options of the cache for responses to requests that are not personal. The cache key consists of the URL, the `keyHeaders`, and the headers that the
 * response lists in `Vary`. Responses with `Set-Cookie` are not stored.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache
 */
export interface NginxCacheOptions {
  /**
   * Size of the cache on disk.
   *
   * @default Size.mebibytes(50)
   */
  readonly size?: Size;

  /**
   * How long to cache a response with the status 200, 301 or 302 without `Cache-Control` or `Expires`. Whole seconds.
   *
   * @default - such a response is not cached
   */
  readonly validFor?: Duration;

  /**
   * How long a response is kept if nobody requests it. Whole seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly unusedFor?: Duration;

  /**
   * Names of headers that make a request personal: it is not answered from the cache, and its response is not stored. They are added to
   * `Authorization`, `Cookie`, `X-Api-Key` and others that the documentation lists.
   *
   * @default - only the ones above
   * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_no_cache
   */
  readonly personalHeaders?: string[];

  /**
   * Names of headers that are part of the cache key, such as a header by which the app chooses a variant of a page. They are added to `Accept`,
   * `Accept-Encoding`, `Accept-Language`, `Origin` and `X-Requested-With`.
   *
   * @default - only the ones above
   * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_key
   */
  readonly keyHeaders?: string[];
}

/**
 * Compression with gzip for clients that support it.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_gzip_module.html
 */
export interface NginxCompressionOptions {
  /**
   * Media types that are compressed in addition to `text/html`.
   *
   * @default - JSON, JavaScript, CSS, XML, SVG and plain text
   */
  readonly types?: string[];

  /**
   * Size of the smallest response that is compressed.
   *
   * @default Size.kibibytes(1)
   */
  readonly minSize?: Size;
}

/**
 * Static files that nginx serves without the app.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_core_module.html#alias
 */
export interface NginxStaticFiles {
  /**
   * Prefix of the path in URLs, such as `/static/`: `/static/a/b.css` serves the file `a/b.css` of the volume.
   */
  readonly path: string;

  /**
   * The volume with the files, of the same workload. A symbolic link is only followed if it belongs to the owner of the file that it points to.
   */
  readonly volume: SharedVolume;
}

/**
 * Options of nginx as a reverse proxy.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html
 */
export interface NginxReverseProxyOptions extends ExtraLinesOptions {
  /**
   * Image with nginx and a POSIX shell.
   *
   * @default - that of the image table: nginxinc/nginx-unprivileged
   */
  readonly image?: string;

  /**
   * Cache for responses of the app.
   *
   * @default - no cache
   */
  readonly cache?: NginxCacheOptions;

  /**
   * Compression of responses.
   *
   * @default - responses are sent as the app compresses them
   */
  readonly compression?: NginxCompressionOptions;

  /**
   * Files that nginx serves instead of the app.
   *
   * @default - none
   */
  readonly staticFiles?: NginxStaticFiles[];

  /**
   * Access log with a line for each request.
   *
   * @default AccessLog.stdout()
   */
  readonly accessLog?: AccessLog;
}
