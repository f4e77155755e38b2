import * as kplus from 'cdk8s-plus-28';
import type { DatabaseKind } from './database-options';

/** How a client encrypts, as libpq calls it; `verify-ca` looks at the authority alone, not at the name. */
export type DatabaseTls = 'verify-full' | 'verify-ca' | 'require' | 'disable';

/** Who asks for a database, in the words of an error: most that ask find what they need. */
export type Whose = () => string;

/** A database as one container sees it. */
export interface ReachedDatabase {
  readonly kind: DatabaseKind;
  readonly host: string;
  readonly port: number;
  /** `host:port`. */
  readonly address: string;
  readonly name?: string;
  /** Where it is no secret. */
  readonly plainUser?: string;
  readonly user?: kplus.EnvValue;
  readonly password?: kplus.EnvValue;
  /** Undefined where the client decides. */
  readonly tls?: DatabaseTls;
  /** The mounted certificate of the authority. */
  readonly caFile?: string;
}
