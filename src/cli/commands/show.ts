import { availableParallelism } from 'node:os';
import { CLEAN, NOT_CHECKED } from './exit-codes';
import { counted } from './summary';
import { printable } from '../../core/values/printable';
import { readConfiguration } from '../configuration/configuration';
import { inputsOf } from '../inputs';
import { onceEach } from '../links';
import { noteSkipped } from '../note-skipped';
import { Output } from '../output';
import { Progress } from '../progress';
import { readFiles } from '../reading/read-files';
import { autoscalersIn } from '../showing/autoscalers';
import { ShownPod } from '../showing/show-file';
import { ViewName } from '../showing/views';

export interface ShowOptions {
  readonly config?: string;
  readonly threads?: number;
}

/** Where pods are shown. */
export interface Sink {
  add(pod: ShownPod): void;
  /** @throws if what was added cannot be shown */
  end(): void;
}

/**
 * Shows the pods of files one after the other. What cannot be read or shown is said, and does not stop the others.
 *
 * @returns the exit code
 */
export async function show(args: readonly string[], view: ViewName, { config, threads }: ShowOptions, sink: Sink, output: Output): Promise<number> {
  const inputs = inputsOf(args, view.split(' ')[0]);
  const configuration = readConfiguration(config, inputs.files);
  const isIncluded = (file: string): boolean => !configuration.excludes(file);
  const files = onceEach(inputs.files.filter(isIncluded), inputs.links);
  noteSkipped(inputs, isIncluded, output);
  const progress = new Progress(files.length, output);
  let code: number = CLEAN;
  const fail = (message: string): void => {
    progress.clear();
    output.note(`error: ${printable(message)}\n`);
    code = NOT_CHECKED;
  };
  inputs.missing.forEach(({ message }) => fail(message));
  const task = { show: { view, templates: configuration.templates, autoscalers: view.startsWith('resources') ? autoscalersIn(files) : [] } };
  let count = 0;
  try {
    for await (const { pods, failures } of readFiles(files, task, threads ?? availableParallelism())) {
      failures.forEach(fail);
      pods.forEach((pod) => sink.add(pod));
      count += pods.length;
      if (!output.isTerminal) { // what is shown there says how far it is
        await progress.step();
      }
    }
  } finally {
    progress.clear();
  }
  sink.end();
  if (code === CLEAN && count === 0) {
    output.note(`no workloads with pods were found in ${counted(files.length, 'file')}\n`);
  }
  return code;
}
