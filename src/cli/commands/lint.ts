import { LintOptions, LintRun } from './lint-run';
import { Report } from './report';
import { counted } from './summary';
import { printable } from '../../core/values/printable';
import { Baseline } from '../configuration/baseline';
import { Configuration, readConfiguration } from '../configuration/configuration';
import { matchesGlob } from '../configuration/globs';
import { inputsOf, isFile, isStream } from '../inputs';
import { onceEach } from '../links';
import { noteSkipped } from '../note-skipped';
import { Output } from '../output';

/** @returns the exit code */
export async function lint(args: readonly string[], options: LintOptions, output: Output): Promise<number> {
  const report = new Report(options.format, output);
  try {
    const code = await check(args, options, report, output);
    report.end();
    return code;
  } catch (error) {
    report.fail(error as Error);
    throw error;
  }
}

async function check(args: readonly string[], options: LintOptions, report: Report, output: Output): Promise<number> {
  const inputs = inputsOf(args, 'lint');
  const { files: given, links, missing } = inputs;
  const configure = (): Configuration => readConfiguration(options.config, given);
  const configuration = configure();
  const isIncluded = (file: string): boolean => !configuration.excludes(file) && !options.exclude?.some((glob) => matchesGlob(glob, file));
  const files = onceEach(given.filter(isIncluded), links);
  noteSkipped(inputs, isIncluded, output);
  const baselineFile = options.baseline ?? configuration.baseline;
  if (options.pruneBaseline && !baselineFile) {
    throw new Error('--prune-baseline needs a baseline: name it with --baseline');
  }
  const baseline = options.writeBaseline ? Baseline.writtenTo(options.writeBaseline) : baselineFile ? Baseline.readFrom(baselineFile) : new Baseline('.');
  const run = new LintRun(files, options, configure, baseline, report, output, args.every(isFile));
  if (options.fix) {
    if (files.some(isStream)) {
      throw new Error('--fix needs files to write to: standard input is not a file');
    }
    output.note(`fixes made: ${await run.fix(options.fix === 'unsafe')}\n`);
  }
  await run.check(missing.map(({ argument, message }) => ({ file: argument, line: 1, column: 1, message })));
  if (options.writeBaseline) {
    output.note(`${counted(baseline.write(options.writeBaseline), 'finding')} written to ${options.writeBaseline}\n`);
    return run.summary.exitCode;
  }
  if (options.pruneBaseline) {
    output.note(`${counted(baseline.prune(baselineFile!), 'finding')} removed from ${baselineFile}\n`);
    noteGone(baseline.goneFiles, output);
  } else if (baseline.stale > 0) {
    output.note(`${baselineFile} has ${counted(baseline.stale, 'finding')} more than there are now: --prune-baseline removes what is no longer found\n`);
  }
  return run.summary.exitCode;
}

/** A file that was renamed loses its findings: whoever did not mean that can take the old baseline back. */
function noteGone(files: readonly string[], output: Output): void {
  const [first, ...others] = files;
  if (first !== undefined) {
    const which = others.length === 0 ? `'${first}', which does` : `'${first}' and ${counted(others.length, 'file')} more, which do`;
    output.note(printable(`note: it had findings of ${which} not exist: write it again with --write-baseline if files were renamed`) + '\n');
  }
}
