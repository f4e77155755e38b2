/**
 * What every exporter takes.
 */
export interface ExporterOptions {
  /**
   * Port that the metrics are served on.
   *
   * @default - the program's usual one, or the next that no container of the pod has
   */
  readonly port?: number;

  /**
   * Image of the program, pinned.
   *
   * @default - of the image table
   */
  readonly image?: string;
}
