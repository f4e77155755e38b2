/* eslint-disable @typescript-eslint/no-require-imports */
import { Command, Option } from 'commander';
import type { DiagramOptions } from './commands/diagram';
import type { ResourcesOptions } from './commands/resources';
import type { TimelineOptions } from './commands/timeline';
import { Output } from './output';

export const FILES = 'files, folders, globs, or - for standard input';

export const CONFIG = ['--config <file>', 'configuration file; if it is not set, the nearest pod-lint.yaml in the folder of the files or above it'] as const;

/** Adds the commands that show pods. What they need is loaded when they are run: checking needs none of it. */
export function addShowCommands(program: Command, output: Output, exit: (code: number) => void): void {
  program.command('resources').argument('<FILES...>', FILES)
    .description('Shows what pods request and their limits, the share of their sidecars, and the sum of all replicas.')
    .addOption(format('human', 'json'))
    .addOption(config())
    .action((files: string[], options: ResourcesOptions) => {
      const { resources } = require('./commands/resources') as typeof import('./commands/resources');
      exit(resources(files, options, output));
    });
  program.command('timeline').argument('<FILES...>', FILES)
    .description('Shows when each container starts and stops, and whether the grace period is long enough.')
    .addOption(format('human', 'json', 'svg'))
    .addOption(folder())
    .addOption(config())
    .action((files: string[], options: TimelineOptions) => {
      const { timeline } = require('./commands/timeline') as typeof import('./commands/timeline');
      exit(timeline(files, options, output));
    });
  program.command('diagram').argument('<FILES...>', FILES)
    .description('Draws pods with their containers, volumes, ports and start order.')
    .addOption(format('mermaid', 'svg'))
    .addOption(folder())
    .addOption(config())
    .action((files: string[], options: DiagramOptions) => {
      const { diagram } = require('./commands/diagram') as typeof import('./commands/diagram');
      exit(diagram(files, options, output));
    });
}

function format(first: string, ...others: string[]): Option {
  return new Option('--format <format>', 'format of the output').choices([first, ...others]).default(first);
}

function folder(): Option {
  return new Option('--output <folder>', 'write a file for each pod to this folder');
}

function config(): Option {
  return new Option(...CONFIG);
}
