import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Migration } from './migration';
import type { MigrationProbe } from './migration-context';
import { scripts } from '../core/objects/scripts';
import { ContainerPlan } from '../core/pod/container-plan';
import { checkDuration, wholeSeconds } from '../core/values/quantities';
import { addInitStep } from '../primitives/pattern-container';

/** How a container sees that the migrations are applied. */
export type AwaitPlan = Pick<ContainerPlan, 'image' | 'env' | 'volumeMounts'> & MigrationProbe;

/** The init container that waits until a Job has applied the migrations. */
export function addAwait({ owner, options }: Migration, jobName: string, waitTimeout: Duration | undefined, plan: AwaitPlan): kplus.Container {
  const timeout = checkDuration('waitTimeout', waitTimeout, owner) ?? Duration.minutes(10);
  const { containerName, imagePullPolicy, security } = options;
  return addInitStep(owner, { containerName, imagePullPolicy, security }, {
    image: plan.image,
    role: 'script',
    longestRun: timeout,
    command: ['sh', '/scripts/await.sh'],
    args: plan.probe,
    env: {
      ...plan.env,
      AWAIT_NAME: kplus.EnvValue.fromValue(jobName),
      AWAIT_TIMEOUT: kplus.EnvValue.fromValue(String(wholeSeconds(timeout))),
    },
    volumeMounts: plan.volumeMounts,
    configFiles: { path: '/scripts', scripts: scripts('migrations', 'await.sh', ...plan.scripts) },
  });
}
