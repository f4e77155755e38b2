import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { explain } from './commands/explain';
import { lint } from './commands/lint';
import { LintOptions } from './commands/lint-run';
import { CLEAN, NOT_CHECKED } from './commands/summary';
import { FORMATS } from './formats';
import { Output } from './output';
import { addShowCommands, CONFIG, FILES } from './show-commands';
import { version } from './version';

/** Runs the command. @returns the exit code */
export async function run(args: readonly string[], output: Output): Promise<number> {
  let code: number = CLEAN;
  const program = new Command('cdk8s-pod-patterns')
    .description('Checks pods of several containers, and shows how they start, stop and share what they need.')
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.write(text), writeErr: (text) => output.note(text) });
  program.addCommand(lintCommand(program, async (files, options) => {
    code = await lint(files, options, output);
  }));
  program.command('explain').argument('[RULES...]', 'ids of rules; all are listed without one')
    .description('Explains rules: what each finds, why that is bad, and what to write instead.')
    .action((rules: string[]) => {
      code = explain(rules, output);
    });
  addShowCommands(program, output, (result) => {
    code = result;
  });
  try {
    // Or the file behind a bare --fix would be its value.
    await program.parseAsync(args.map((arg) => arg === '--fix' ? '--fix=safe' : arg), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? CLEAN : NOT_CHECKED; // it has been said
    }
    output.note(`error: ${(error as Error).message}\n`);
    return NOT_CHECKED;
  }
}

function lintCommand(program: Command, action: (files: string[], options: LintOptions) => Promise<void>): Command {
  return new Command('lint').copyInheritedSettings(program)
    .description('Checks manifests. Exits with 0 if they are clean, 1 after findings, and 2 if something could not be checked.')
    .argument('<FILES...>', FILES)
    .addOption(new Option('--format <format>', 'how findings are written').choices(FORMATS).default('human'))
    .addOption(new Option('--fail-on <severity>', 'the lowest severity that exits with 1 (default: warning)').choices(['error', 'warning', 'info']))
    .option('--kubernetes <versions>', 'versions of Kubernetes that the manifests are for, such as 1.29,1.34 (default: 1.33)', listed)
    .option('--strict', 'also reports what is good practice, and not a fault')
    .option(...CONFIG)
    .option('--exclude <globs>', 'files to leave out', listed)
    .addOption(new Option('--fix <safety>', 'makes the fixes that are safe, which --fix alone means too, or also those that may change what a program does').choices(['safe', 'unsafe']))
    .option('--baseline <file>', 'reports only what is not in this file')
    .option('--write-baseline <file>', 'writes all findings to this file in place of reporting them')
    .option('--prune-baseline', 'removes from the baseline what is no longer found')
    .option('--threads <number>', 'threads to use (default: one for each processor)', positive)
    .action(action);
}

function listed(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((part) => part.trim()).filter((part) => part !== '')];
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError('It must be a whole number from 1.');
  }
  return value;
}
