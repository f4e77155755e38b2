import { Duration, Size } from 'cdk8s';
import { SharedVolume } from '../../primitives/shared-volume';
import { AccessLog } from '../../programs/access-log';
import { ExtraLinesOptions } from '../../programs/extra-config-options';

/**
 * A cache for responses to requests that are not personal. The key is the URL and the headers that belong to the key; headers in `Vary` of
 * a response belong to the key too. Responses with `Set-Cookie` are not stored.
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
   * @default - such a response is not kept
   */
  readonly validFor?: Duration;

  /**
   * How long a response is kept if nobody requests it. Whole seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly unusedFor?: Duration;

  /**
   * Names of headers that make a request personal: it is not answered from the cache and leaves nothing there. These are added to `Authorization`, `Cookie`,
   * `X-Api-Key` and others that the documentation lists.
   *
   * @default - those others only
   * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_no_cache
   */
  readonly personalHeaders?: string[];

  /**
   * Names of headers for whose values responses are kept apart, such as that of an experiment which the app chooses a page by. These are added to `Accept`,
   * `Accept-Encoding`, `Accept-Language`, `Origin` and `X-Requested-With`.
   *
   * @default - those others only
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
   * Media types of what is compressed beside `text/html`.
   *
   * @default - JSON, JavaScript, CSS, XML, SVG and plain text
   */
  readonly types?: string[];

  /**
   * Smallest response that is compressed.
   *
   * @default Size.kibibytes(1)
   */
  readonly minSize?: Size;
}

/**
 * Files that nginx serves by itself.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_core_module.html#alias
 */
export interface NginxStaticFiles {
  /**
   * Start of the path in URLs, such as `/static/`: `/static/a/b.css` is the file `a/b.css` of the volume.
   */
  readonly path: string;

  /**
   * The volume with the files, of the same workload. A symbolic link leads only to files of its own owner.
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
   * @default - of the image table: nginxinc/nginx-unprivileged
   */
  readonly image?: string;

  /**
   * Keeps responses of the app.
   *
   * @default - no response is kept
   */
  readonly cache?: NginxCacheOptions;

  /**
   * Compresses responses.
   *
   * @default - as the app sends them
   */
  readonly compression?: NginxCompressionOptions;

  /**
   * Files that nginx serves instead of the app.
   *
   * @default - none
   */
  readonly staticFiles?: NginxStaticFiles[];

  /**
   * A line for each request.
   *
   * @default AccessLog.stdout()
   */
  readonly accessLog?: AccessLog;
}
