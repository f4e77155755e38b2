/* eslint-disable @typescript-eslint/no-require-imports -- only what is used is loaded, in each thread */
import { FileWork } from './file-work';
import type { CheckedFile } from '../checking/check-file';
import type { CheckSettings } from '../checking/settings';
import type { ShownFile, ShowSettings } from '../showing/show-file';

/** What to do with files, as plain data that can be sent to another thread. */
export type Task = CheckTask | ShowTask;

export interface CheckTask {
  readonly check: CheckSettings;
}

export interface ShowTask {
  readonly show: ShowSettings;
}

export type ResultOf<T extends Task> = T extends CheckTask ? CheckedFile : ShownFile;

export function workOf<T extends Task>(task: T): FileWork<ResultOf<T>> {
  return ('check' in task ? checking(task.check) : showing(task.show)) as FileWork<ResultOf<T>>;
}

function checking(settings: CheckSettings): FileWork<CheckedFile> {
  const { FileChecker } = require('../checking/check-file') as typeof import('../checking/check-file');
  const { checkerOptions } = require('../checking/settings') as typeof import('../checking/settings');
  return new FileChecker(checkerOptions(settings));
}

function showing(settings: ShowSettings): FileWork<ShownFile> {
  const { FileShower } = require('../showing/show-file') as typeof import('../showing/show-file');
  return new FileShower(settings);
}
