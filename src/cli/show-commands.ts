/* eslint-disable @typescript-eslint/no-require-imports */
import { Command, Option } from 'commander';
import type { ShowOptions, Sink } from './commands/show';
import { config, fileOption, threads } from './options';
import { Output } from './output';
import type { ViewName } from './showing/views';

export const FILES = 'files, folders, globs, or - for standard input';

interface Options extends ShowOptions {
  readonly format: string;
  readonly output?: string;
}

/** Adds the commands that show pods. What they need is loaded when they are run: checking needs none of it. */
export function addShowCommands(program: Command, output: Output, exit: (code: number) => void): void {
  const add = (name: string, description: string, ...options: readonly Option[]): void => {
    const command = program.command(name).argument('<FILES...>', FILES).description(description);
    [...options, config(), threads()].forEach((option) => command.addOption(option));
    command.action(async (files: string[], given: Options) => {
      const { show } = require('./commands/show') as typeof import('./commands/show');
      exit(await show(files, `${name} ${given.format}` as ViewName, given, sinkFor(name, given, output), output));
    });
  };
  add('resources', 'Shows what pods request and their limits, the share of their sidecars, and the sum of all replicas.', format('human', 'json'));
  add('timeline', 'Shows when each container starts and stops, and whether the grace period is long enough.', format('human', 'json', 'svg'), folder());
  add('diagram', 'Draws pods with their containers, volumes, ports and start order.', format('mermaid', 'svg'), folder());
}

function sinkFor(name: string, { format: of, output: to }: Options, { write }: Output): Sink {
  if (to !== undefined && !['mermaid', 'svg'].includes(of)) {
    throw new Error(`--output is for pictures: add --format svg, or write '> ${to}'`);
  }
  const { JsonList, Pictures, Texts } = require('./commands/sinks') as typeof import('./commands/sinks');
  switch (of) {
    case 'human': return new Texts(write);
    case 'json': return new JsonList(write);
    case 'mermaid': return new Pictures('mmd', to, write);
    default: return new Pictures(name === 'timeline' ? 'timeline.svg' : 'svg', to, write);
  }
}

function format(first: string, ...others: string[]): Option {
  return new Option('--format <format>', 'format of the output').choices([first, ...others]).default(first);
}

function folder(): Option {
  return fileOption('--output <folder>', 'write a file for each pod to this folder');
}
