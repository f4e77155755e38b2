import * as kplus from 'cdk8s-plus-28';

/**
 * Headers of the requests that a container sends.
 */
export interface HeaderOptions {
  /**
   * Headers by name that are not secret: everybody can read them in the manifest.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * Headers by name whose values are keys of Secrets.
   *
   * @default - none
   */
  readonly secretHeaders?: { [name: string]: kplus.SecretValue };
}
