import * as kplus from 'cdk8s-plus-28';

/**
 * A user of a database.
 */
export interface MigrationCredentials {
  /**
   * Name of the user.
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
   * Key of a Secret with the password, which may have any character.
   */
  readonly password: kplus.SecretValue;
}

