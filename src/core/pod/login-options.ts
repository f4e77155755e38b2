import * as kplus from 'cdk8s-plus-28';

/**
 * A user, by whom a container logs in to a server.
 */
export interface LoginOptions {
  /**
   * Name of the user, which everybody can read in the manifest.
   *
   * @default - that of `userSecret`
   */
  readonly user?: string;

  /**
   * Key of a Secret with the name of the user, in place of `user`.
   *
   * @default - `user`
   */
  readonly userSecret?: kplus.SecretValue;

  /**
   * Key of a Secret with the password of the user.
   *
   * @default - none
   */
  readonly password?: kplus.SecretValue;
}
