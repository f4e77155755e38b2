import { Command, CommanderError, Option } from 'commander';
import { CLEAN, NOT_CHECKED } from './commands/exit-codes';
import { explain } from './commands/explain';
import { lint } from './commands/lint';
import { LintOptions } from './commands/lint-run';
import { FORMATS } from './formats';
import { config, fileOption, listed, refuseSecondValues, threads } from './options';
import { Output } from './output';
import { addShowCommands, FILES } from './show-commands';
import { version } from './version';
import { printable } from '../core/values/printable';
import { DEFAULT_VERSION } from '../lint/kubernetes-version';

/** Runs the command. @returns the exit code */
export async function run(args: readonly string[], output: Output): Promise<number> {
  let code: number = CLEAN;
  const program = new Command('cdk8s-pod-patterns')
    .description('Checks Kubernetes pods with several containers, and shows what they request and how they start and stop. It needs no cluster and no network.')
    .version(version())
    .exitOverride()
    .showHelpAfterError("'cdk8s-pod-patterns --help' lists all commands, and 'cdk8s-pod-patterns lint --help' the options of one")
    .configureOutput({ writeOut: (text) => output.write(text), writeErr: (text) => output.note(text) });
  program.addCommand(lintCommand(program, async (files, options) => {
    code = await lint(files, options, output);
  }));
  program.command('explain').argument('[RULES...]', 'ids of rules; without any, all rules are listed')
    .description('Explains rules: what each one finds, why this is bad, and what to write instead.')
    .action((rules: string[]) => {
      code = explain(rules, output);
    });
  addShowCommands(program, output, (result) => {
    code = result;
  });
  program.commands.forEach(refuseSecondValues);
  try {
    await program.parseAsync(withSafety(args), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? CLEAN : NOT_CHECKED; // it has been said
    }
    output.note(`error: ${(error as Error).message.split('\n').map(printable).join('\n')}\n`);
    return NOT_CHECKED;
  }
}

/** Or the file behind a bare --fix would be its value. */
function withSafety(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((arg, index) => arg === '--fix' && (end < 0 || index < end) ? '--fix=safe' : arg);
}

const LINT_EXAMPLES = `
Examples:
  cdk8s-pod-patterns lint manifests/
  helm template web ./chart | cdk8s-pod-patterns lint -
  cdk8s-pod-patterns lint --format sarif manifests/ > lint.sarif`;

function lintCommand(program: Command, action: (files: string[], options: LintOptions) => Promise<void>): Command {
  return new Command('lint').copyInheritedSettings(program)
    .description('Checks manifests. Exits with 0 if nothing was found, 1 if there are findings, and 2 if something could not be checked.')
    .argument('<FILES...>', FILES)
    .addOption(new Option('--format <format>', 'format of the findings').choices(FORMATS).default('human'))
    .addOption(new Option('--fail-on <severity>', 'the lowest severity that makes the exit code 1; warning if it is not set').choices(['error', 'warning', 'info']))
    .option('--kubernetes <versions>', `versions of Kubernetes that the manifests are for, such as 1.29,1.34; ${DEFAULT_VERSION} if it is not set`, listed)
    .option('--strict', 'also report findings that may be intended in a good manifest')
    .addOption(new Option('--fix [safety]', 'make the safe fixes, or with --fix=unsafe also those that may change what a program does').choices(['safe', 'unsafe']))
    .option('--exclude <globs>', 'files to leave out', listed)
    .addOption(config())
    .addOption(fileOption('--baseline <file>', 'report only findings that are not in this file'))
    .addOption(fileOption('--write-baseline <file>', 'write all findings to this file instead of reporting them'))
    .addOption(new Option('--prune-baseline', 'remove findings from the baseline that no longer exist').conflicts('writeBaseline'))
    .addOption(threads())
    .addHelpText('after', LINT_EXAMPLES)
    .action(action);
}
