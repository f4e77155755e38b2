import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { scripts, SCRIPTS_BESIDE_PROGRAM } from '../core/objects/scripts';
import { besideOwn, checkCommand } from '../core/plain-text/checks';
import { runScript } from '../core/pod/script-container';
import { plainVariables } from '../core/pod/variables';
import { at } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { checkDuration, wholeMilliseconds } from '../core/values/quantities';
import { InitStepProps } from '../primitives/init-step';
import { addInitStep } from '../primitives/pattern-container';

/**
 * Properties of a retried init step.
 */
export interface RetriedStepProps extends InitStepProps {
  /**
   * Maximum number of times that the program is run, including the first.
   *
   * @default 5
   */
  readonly maxAttempts?: number;

  /**
   * Pause after the first attempt. It doubles with each attempt; the actual pause is a random time between half of it and all of it.
   *
   * @default Duration.seconds(1)
   */
  readonly pause?: Duration;

  /**
   * Longest pause between two attempts.
   *
   * @default Duration.seconds(30)
   */
  readonly maxPause?: Duration;
}

/**
 * An init step whose program is repeated inside its container when it fails, up to a maximum number of attempts.
 * If the pod's restart policy is Always or OnFailure, Kubernetes restarts a failed init step forever; if it is Never, as in many Jobs, the first
 * failure fails the pod. This step gives both a fixed number of attempts: each prints to stdout how it failed, and the container ends with the exit
 * code of the last one. What an attempt leaves on a volume is still there for the next one. The image needs a POSIX shell, `od` and `sleep`.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, RetriedStep } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const job = new kplus.Job(chart, 'Import', { restartPolicy: kplus.RestartPolicy.NEVER });
 * new AppContainer(job, 'App', { image: 'ghcr.io/acme/import:1.0.0' });
 * new RetriedStep(job, 'Register', { image: 'ghcr.io/acme/import:1.0.0', command: ['import', 'register'], maxAttempts: 3 });
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 */
export class RetriedStep extends Construct {
  /**
   * The container.
   */
  public readonly container: kplus.Container;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if there is no command or its program is empty, the number of attempts is not valid, a pause is zero, a password is in plain text, or a
   * name or
   * mount path is taken or wrong
   */
  constructor(scope: Construct, id: string, props: RetriedStepProps) {
    super(scope, id);
    checkGiven(this, props, 'image');
    const { command = [], args = [], env, maxAttempts = 5, pause, maxPause, ...options } = props;
    if (command.length === 0) {
      throw new Error(`${at(this)} has no command, and the shell that repeats it cannot know the command of the image: set 'command'`);
    }
    if (!Number.isInteger(maxAttempts) || maxAttempts < 1) {
      throw new Error(`maxAttempts ${maxAttempts} of ${at(this)} is not a valid number of attempts: use a whole number from 1`);
    }
    const limit = wholeMilliseconds(checkDuration('maxPause', maxPause, this) ?? Duration.seconds(30));
    this.container = addInitStep(this, props, {
      ...options,
      ...runScript(this, { image: props.image, scripts: scripts('programs', 'retry.sh'), folder: SCRIPTS_BESIDE_PROGRAM }),
      args: checkCommand(this, [...command, ...args]),
      env: besideOwn(this, env, plainVariables({
        RETRY_MAX_ATTEMPTS: String(maxAttempts),
        RETRY_PAUSE: String(Math.min(limit, wholeMilliseconds(checkDuration('pause', pause, this) ?? Duration.seconds(1)))),
        RETRY_MAX_PAUSE: String(limit),
      })),
    });
  }
}
