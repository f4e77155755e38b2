import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { MigrationFiles } from './migration-files';
import { ContainerPlan } from '../core/pod/container-plan';
import { ResourceRole } from '../core/settings/resource-profile';
import { at } from '../core/values/errors';
import { wholeSeconds } from '../core/values/quantities';
import { DatabaseKind } from '../primitives/database-options';
import { DatabaseVariables, needed } from '../primitives/database-variables';
import type { ReachedDatabase } from '../primitives/reached-database';

/** What a tool is told of where it is to run. */
export interface MigrationContext {
  readonly owner: Construct;
  readonly files: MigrationFiles;
  readonly historyTable: string;
  readonly lockTimeout: Duration;
  /** As the container sees it that applies the migrations. */
  readonly database: ReachedDatabase;
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

/** The database as environment variables; fails where the tool needs what is not known. */
export function databaseEnv(
  { owner, database }: MigrationContext, variables: DatabaseVariables, ...facts: ('name' | 'user' | 'password')[]
): { [name: string]: kplus.EnvValue } {
  const whose = () => `the tool of ${at(owner)}`;
  facts.forEach((fact) => needed(whose, database, fact, database[fact]));
  return variables._of(whose, database);
}

/** Fails for a database that the tool cannot talk to. */
export function checkKind({ owner, database }: MigrationContext, tool: string, ...kinds: DatabaseKind[]): void {
  if (!kinds.includes(database.kind)) {
    const tools = database.kind === DatabaseKind.POSTGRES ? 'MigrationTool.psql()' : 'MigrationTool.mariadb()';
    throw new Error(`database ${database.address} of ${at(owner)} is of kind '${database.kind}', which ${tool} cannot migrate: use ${tools},`
      + ` or make it with ${kinds.map((kind) => `Database.${kind}()`).join(' or ')}`);
  }
}

/** What the scripts read, whatever the database is. */
export function lockEnv({ files, historyTable, lockTimeout }: MigrationContext): { [name: string]: kplus.EnvValue } {
  return {
    MIGRATIONS_FOLDER: kplus.EnvValue.fromValue(files.folder),
    MIGRATIONS_TABLE: kplus.EnvValue.fromValue(historyTable),
    MIGRATIONS_LOCK_TIMEOUT: kplus.EnvValue.fromValue(String(wholeSeconds(lockTimeout))),
  };
}
