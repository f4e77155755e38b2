import { Duration, Size } from 'cdk8s';
import { SharedVolume } from '../../pod/shared-volume';

/**
 * Responses that nginx keeps and gives again. To clients that send a cookie or an authorization it gives none, and keeps none of theirs.
 */
export interface NginxCacheOptions {
  /**
   * What it may hold on disk.
   *
   * @default Size.mebibytes(50)
   */
  readonly size?: Size;

  /**
   * How long a response with the status 200, 301 or 302 is kept that says nothing of it by itself, in `Cache-Control` or `Expires`.
   *
   * @default - such a response is not kept
   */
  readonly validFor?: Duration;

  /**
   * How long a response is kept that nobody asks for.
   *
   * @default Duration.minutes(10)
   */
  readonly unusedFor?: Duration;
}

/**
 * Compression with gzip for clients that take it.
 */
export interface NginxCompressionOptions {
  /**
   * Media types of what is compressed beside `text/html`.
   *
   * @default - JSON, JavaScript, CSS, XML, SVG and plain text
   */
  readonly types?: string[];

  /**
   * What is smaller stays as it is.
   *
   * @default Size.kibibytes(1)
   */
  readonly minSize?: Size;
}

/**
 * Files that nginx gives out by itself.
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
 */
export interface NginxReverseProxyOptions {
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
   * Files that the app need not give out.
   *
   * @default - none
   */
  readonly staticFiles?: NginxStaticFiles[];

  /**
   * Writes a line for each request on stdout, without query and headers. The health path is left out.
   *
   * @default true
   */
  readonly accessLog?: boolean;
}
