/**
 * A door for what a program knows and this library does not, where its configuration is data.
 */
export interface ExtraConfigOptions {
  /**
   * More of the program's own configuration, which is yours to keep valid: objects are merged with those that are generated, lists are
   * appended to them, and what is set already is an error. Without secrets: everybody can read it in a ConfigMap.
   *
   * @default - nothing
   */
  readonly extraConfig?: { [key: string]: any };
}

/**
 * A door for what a program knows and this library does not, where its configuration is sections with lines.
 */
export interface ExtraLinesOptions {
  /**
   * More lines of the program's own configuration by the section that they are appended to, which are yours to keep valid. Without secrets:
   * everybody can read them in a ConfigMap.
   *
   * - HAProxy: the head of a section, such as `global` or `backend orders`; one that is not there is added.
   * - nginx: `main`, `events`, `http` or `stream`, and `server` of a reverse proxy.
   * - Fluentd: what is between `<` and `>`, such as `filter app.**`; it is added in front of the outputs.
   *
   * @default - nothing
   */
  readonly extraConfig?: { [section: string]: string[] };
}
