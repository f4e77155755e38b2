/**
 * Options of all exporters.
 */
export interface ExporterOptions {
  /**
   * Port that the metrics are served on.
   *
   * @default - the default port of the program, or the next free port of the pod
   */
  readonly port?: number;

  /**
   * Image of the program, with a tag or digest.
   *
   * @default - that of the image table
   */
  readonly image?: string;
}
