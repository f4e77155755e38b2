import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Migration } from './migration';
import type { MigrationProbe } from './migration-context';
import { scripts } from '../core/objects/scripts';
import { ContainerPlan } from '../core/pod/container-plan';
import { runScript } from '../core/pod/script-container';
import { plainVariables } from '../core/pod/variables';
import { checkDuration, wholeSeconds } from '../core/values/quantities';
import { addInitStep } from '../primitives/pattern-container';

/** How a container sees that the migrations are applied; without an image in busybox. */
export type AwaitPlan = Partial<Pick<ContainerPlan, 'image' | 'env' | 'volumeMounts'>> & MigrationProbe;

/** The init container that waits until a Job has applied the migrations. */
export function addAwait({ owner, options }: Migration, jobName: string, waitTimeout: Duration | undefined, plan: AwaitPlan): kplus.Container {
  const timeout = checkDuration('waitTimeout', waitTimeout, owner) ?? Duration.minutes(10);
  const { containerName, imagePullPolicy, security } = options;
  return addInitStep(owner, { containerName, imagePullPolicy, security }, runScript(owner, {
    image: plan.image,
    scripts: scripts('migrations', 'await.sh', ...plan.scripts),
    longestRun: timeout,
    args: plan.probe,
    env: { ...plan.env, ...plainVariables({ AWAIT_NAME: jobName, AWAIT_TIMEOUT: `${wholeSeconds(timeout)}` }) },
    volumeMounts: plan.volumeMounts,
  }));
}
