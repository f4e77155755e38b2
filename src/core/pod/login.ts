import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { LoginOptions } from './login-options';
import { secretVariable } from './secrets';
import { plainVariable } from './variables';
import { at } from '../values/errors';

/** A user and a password as environment variables. */
export interface Login {
  readonly user?: kplus.EnvValue;
  readonly password?: kplus.EnvValue;
}

/** @param what such as `output 'http'` */
export function toLogin(owner: Construct, what: string, { user, userSecret, password }: LoginOptions): Login {
  if (user !== undefined && userSecret) {
    throw new Error(`${what} in ${at(owner)} has both 'user' and 'userSecret': leave one of them out`);
  }
  if (user !== undefined && (typeof user !== 'string' || user.trim() === '' || /[\0-\x1f\x7f]/.test(user))) {
    throw new Error(`user of ${what} in ${at(owner)} is empty, has a control character or is not a string: write the name, or set 'userSecret' to a key of a Secret`);
  }
  return {
    user: userSecret ? secretVariable(owner, userSecret) : user === undefined ? undefined : plainVariable(user),
    password: password && secretVariable(owner, password),
  };
}

/** A user with a password, or nobody. */
export function toWholeLogin(owner: Construct, what: string, options: LoginOptions): Required<Login> | undefined {
  const { user, password } = toLogin(owner, what, options);
  if (!user !== !password) {
    throw new Error(`${what} in ${at(owner)} has a user without a password, or a password without a user: set both, or none of them`);
  }
  return user && password && { user, password };
}
