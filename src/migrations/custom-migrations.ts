import * as kplus from 'cdk8s-plus-28';
import { databaseEnv, MigrationContext, MigrationPlan } from './migration-context';
import { besideOwn, checkCommand } from '../core/plain-text/checks';
import { at } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { DatabaseVariables } from '../primitives/database-variables';

/** Options of any program that applies migrations. */
export interface CustomMigrationOptions {
  /**
   * Image with the program, with a tag or digest.
   *
   * @default - the image that has the files
   */
  readonly image?: string;

  /**
   * The program and its arguments. `$(NAME)` stands for an environment variable. Do not pass passwords here, because every process can read them.
   */
  readonly command: string[];

  /**
   * Whether the program takes a lock in the database, so that pods that start at the same time wait for each other. Alembic and goose do not take
   * one, Prisma and Atlas do.
   *
   * @default false
   */
  readonly takesLock?: boolean;

  /**
   * Whether the image has a POSIX shell (`sh`). A Job that is created again needs it to find out that its migrations were already applied. Without a
   * shell, the Job runs the program again, which must then keep its own history, as Alembic, goose, Prisma and Atlas do.
   *
   * @default true
   */
  readonly hasShell?: boolean;

  /**
   * Names of the environment variables from which the program reads the database and its credentials.
   *
   * @default - none
   */
  readonly variables?: DatabaseVariables;

  /**
   * More environment variables. Passwords, and URLs with passwords, come from Secrets.
   *
   * @default - none
   */
  readonly env?: { [name: string]: kplus.EnvValue };

  /**
   * Folders that the program writes to although its root file system is read-only.
   *
   * @default - none
   */
  readonly writablePaths?: string[];
}

/** An image and a command. */
export function planCustomMigrations(options: CustomMigrationOptions, context: MigrationContext): MigrationPlan {
  const { owner, files } = context;
  checkGiven(owner, options, 'command');
  const image = options.image ?? files.image;
  if (!image || options.command.length === 0) {
    throw new Error(`tool of ${at(owner)} has the command '${options.command.join(' ')}' and the image '${image ?? ''}': name both`);
  }
  return {
    image,
    command: [...checkCommand(owner, options.command)],
    env: besideOwn(owner, options.env, options.variables ? databaseEnv(context, options.variables) : {}),
    writablePaths: options.writablePaths,
    takesLock: options.takesLock ?? false,
    hasShell: options.hasShell,
    keepsHistory: false, // one of its own
  };
}
