import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { MigrationPlan } from './migration-context';
import type { MigrationFiles } from './migration-files';
import { at } from '../core/values/errors';
import { Endpoint } from '../primitives/endpoint';
import { InitStepOptions } from '../primitives/init-step-options';
import { PatternPlan } from '../primitives/pattern-container';

/** Everything that is known of migrations before a strategy puts them somewhere. */
export interface Migration {
  readonly owner: Construct;
  readonly plan: MigrationPlan;
  readonly files: MigrationFiles;
  readonly database: Endpoint;
  /** How long a pod may wait for another one that has the lock, where the tool is told. */
  readonly longestWait?: Duration;
  /** What the user says of the container, with a name in any case. */
  readonly options: InitStepOptions & { readonly containerName: string };
}

/** What a strategy has made of them. */
export interface PlacedMigration {
  readonly container: kplus.Container;
  readonly job?: kplus.Job;
}

/** The container that applies the migrations, for the pod that a construct is in. */
export function migrationContainer({ owner, plan, files }: Migration, inPod: Construct): PatternPlan {
  const { image, role = 'script', command, args, env, writablePaths, configFiles, security } = plan;
  if (configFiles && `${files.folder}/`.startsWith(`${configFiles.path}/`)) {
    throw new Error(`folder '${files.folder}' with migrations of ${at(owner)} is where the pattern mounts its own files: use another 'path'`);
  }
  return { image, role, command, args, env, writablePaths, configFiles, security, volumeMounts: files.mountIn(inPod) };
}
