import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { MigrationPlan } from './migration-context';
import type { MigrationFiles } from './migration-files';
import { ContainerPlan } from '../core/pod/container-plan';
import { at } from '../core/values/errors';
import { Endpoint } from '../primitives/endpoint';

/** Everything that is known of migrations before a strategy puts them somewhere. */
export interface Migration {
  readonly owner: Construct;
  /** Of the container. */
  readonly name: string;
  readonly plan: MigrationPlan;
  readonly files: MigrationFiles;
  readonly database: Endpoint;
  readonly configMapName?: string;
  readonly resources?: kplus.ContainerResources;
}

/** What a strategy has made of them. */
export interface PlacedMigration {
  readonly container: kplus.Container;
  readonly job?: kplus.Job;
}

/** The container that applies the migrations, for the pod that a construct is in. */
export function migrationContainer({ owner, name, plan, files, configMapName, resources }: Migration, inPod: Construct): ContainerPlan {
  const { image, role = 'script', command, args, env, writablePaths, configFiles, security } = plan;
  if (configFiles && `${files.folder}/`.startsWith(`${configFiles.path}/`)) {
    throw new Error(`folder '${files.folder}' with migrations of ${at(owner)} is where the pattern mounts files of its own: use another 'path'`);
  }
  return {
    image,
    command,
    args,
    env,
    writablePaths,
    name,
    role,
    security,
    volumeMounts: files.mountIn(inPod),
    configFiles: configFiles && { ...configFiles, configMapName },
    resources,
  };
}
