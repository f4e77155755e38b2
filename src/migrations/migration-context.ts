import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { MigrationCredentials } from './migration-credentials';
import type { MigrationFiles } from './migration-files';
import { ContainerPlan } from '../core/pod/container-plan';
import { secretVariable } from '../core/pod/secrets';
import { plainVariable } from '../core/pod/variables';
import { ResourceRole } from '../core/settings/resource-profile';
import { at } from '../core/values/errors';
import { wholeSeconds } from '../core/values/quantities';
import { Endpoint } from '../primitives/endpoint';

/** What a tool is told of where it is to run. */
export interface MigrationContext {
  readonly owner: Construct;
  readonly files: MigrationFiles;
  readonly historyTable: string;
  readonly lockTimeout: Duration;
  readonly database: Endpoint;
  readonly databaseName?: string;
  readonly credentials?: MigrationCredentials;
}

/** The part of a container that a tool decides on. */
export interface MigrationPlan extends Pick<ContainerPlan, 'image' | 'command' | 'args' | 'env' | 'configFiles' | 'security' | 'writablePaths'> {
  /** Where it needs more than a script. */
  readonly role?: ResourceRole;
  /** Whether pods that start at the same time wait for each other. */
  readonly takesLock: boolean;
  /** The file with a statement that cannot end while other pods wait for the lock. */
  readonly blockedByWaiting?: string;
  /** How a pod reads in the database that all is applied, with the image and the environment of the tool; without it, a Job leaves a ConfigMap. */
  readonly history?: MigrationProbe;
  /** Whether it notes what was applied in `historyTable`; it does unless this says no. */
  readonly keepsHistory?: boolean;
  /** Whether the image has a POSIX shell; it has one unless this says no. */
  readonly hasShell?: boolean;
}

/** A probe for await.sh. */
export interface MigrationProbe {
  /** Its name and its words. */
  readonly probe: string[];
  /** Its scripts. */
  readonly scripts: string[];
}

/** Names of the environment variables by which a program is told of its database. */
export interface DatabaseVariables {
  readonly host?: string;
  readonly port?: string;
  readonly databaseName?: string;
  readonly user?: string;
  readonly password?: string;
}

/** The database as environment variables; fails where what a variable is named for is not known. */
export function databaseEnv(context: MigrationContext, names: DatabaseVariables): { [name: string]: kplus.EnvValue } {
  const { owner, database, databaseName, credentials } = context;
  const { user, userSecret } = credentials ?? {};
  if (user && userSecret) {
    throw new Error(`credentials of ${at(owner)} have both 'user' and 'userSecret': leave one of them out`);
  }
  const values: Record<keyof DatabaseVariables, kplus.EnvValue | undefined> = {
    host: plainVariable(database.host),
    port: kplus.EnvValue.fromValue(String(database.port)),
    databaseName: databaseName ? plainVariable(databaseName) : undefined,
    user: userSecret ? secretVariable(owner, userSecret) : user ? plainVariable(user) : undefined,
    password: credentials && secretVariable(owner, credentials.password),
  };
  const wanted = (Object.keys(values) as (keyof DatabaseVariables)[]).filter((what) => names[what]);
  const twice = wanted.find((what, index) => wanted.findIndex((other) => names[other] === names[what]) !== index);
  if (twice) {
    throw new Error(`variable '${names[twice]}' of ${at(owner)} would have two values, one of them '${twice}': name another one for it`);
  }
  return Object.fromEntries(wanted.map((what) => {
    const value = values[what];
    if (!value) {
      throw new Error(`tool of ${at(owner)} needs '${what}' of the database, which is not known: set 'databaseName', and 'credentials' with a user`);
    }
    return [names[what]!, value];
  }));
}

/** What the scripts read, whatever the database is. */
export function lockEnv({ files, historyTable, lockTimeout }: MigrationContext): { [name: string]: kplus.EnvValue } {
  return {
    MIGRATIONS_FOLDER: kplus.EnvValue.fromValue(files.folder),
    MIGRATIONS_TABLE: kplus.EnvValue.fromValue(historyTable),
    MIGRATIONS_LOCK_TIMEOUT: kplus.EnvValue.fromValue(String(wholeSeconds(lockTimeout))),
  };
}
