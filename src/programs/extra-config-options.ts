/**
 * Additional configuration of a program that is configured by data, for options that this library does not know.
 */
export interface ExtraConfigOptions {
  /**
   * More configuration of the program. You have to keep it valid yourself: objects are merged with the generated ones, lists are
   * appended, and setting a field that is already set is an error. It must not contain secrets, because everybody can read the ConfigMap.
   *
   * @default - nothing
   */
  readonly extraConfig?: { [key: string]: any };
}

/**
 * Additional configuration of a program that is configured by lines in sections, for options that this library does not know.
 */
export interface ExtraLinesOptions {
  /**
   * More lines of the program's configuration, by the section that they are appended to. You have to keep them valid yourself. They must not contain secrets,
   * because everybody can read the ConfigMap.
   *
   * - HAProxy: the head of a section, such as `global` or `backend orders`; one that is not there is added.
   * - nginx: `main`, `events`, `http` or `stream`, and `server` of a reverse proxy.
   * - Fluentd: what is between `<` and `>`, such as `filter app.**`; it is added in front of the outputs.
   *
   * @default - nothing
   */
  readonly extraConfig?: { [section: string]: string[] };
}
