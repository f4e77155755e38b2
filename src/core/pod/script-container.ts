import { basename } from 'path';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { ConfigFiles, ProgramPlan } from './container-plan';
import { PROBE_TIMEOUT } from './liveness';
import { programImage } from './program-image';
import { scripts as pathsOf } from '../objects/scripts';
import { ProgramName } from '../settings/known-programs';
import { extend } from '../values/extend';

/** A container that runs scripts of this package. */
export interface ScriptPlan extends Omit<ProgramPlan, 'image' | 'command' | 'configFiles'> {
  /** The program whose image has the shell, in place of busybox. */
  readonly program?: ProgramName;
  /** An image that a user has named. */
  readonly image?: string;
  /** The scripts, of which the first one is run. */
  readonly scripts: string[];
  /** Other files beside them. */
  readonly data?: ConfigFiles['data'];
  /** Where all of them are, in place of `/scripts`. */
  readonly folder?: string;
}

const FOLDER = '/scripts';

/** Where a script is mounted. */
export function scriptPath(path: string, folder = FOLDER): string {
  return `${folder}/${basename(path)}`;
}

/** A container that runs a script by `sh`, as the user of its image. */
export function runScript(owner: IConstruct, { program = 'busybox', image, scripts, data, folder = FOLDER, ...plan }: ScriptPlan): ProgramPlan {
  return {
    command: ['sh', scriptPath(scripts[0], folder)],
    configFiles: { path: folder, data, scripts },
    ...programImage(owner, program, image),
    ...plan,
  };
}

/** The same container, whose command is run by another script, which is mounted beside what it has. */
export function runByScript<Plan extends ProgramPlan>(plan: Plan, scripts: string[], args: string[] = [], folder = FOLDER): Plan {
  const { command = [], configFiles = { path: folder } } = plan;
  return Object.assign({}, plan, {
    command: ['sh', scriptPath(scripts[0], configFiles.path), ...args],
    args: [...command, ...plan.args ?? []],
    configFiles: { ...configFiles, scripts: [...configFiles.scripts ?? [], ...scripts] },
  });
}

export const ALIVE = pathsOf('programs', 'alive.sh');

/** Fails when a script has not written a file for some seconds. It has `ALIVE` among its scripts. */
export function whileWritten(file: string, seconds: number, options: kplus.ProbeOptions): kplus.Probe {
  return kplus.Probe.fromCommand(['sh', scriptPath(ALIVE[0]), file, `${seconds}`], extend(options, { timeoutSeconds: PROBE_TIMEOUT }));
}
