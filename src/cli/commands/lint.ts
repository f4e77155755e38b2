import { availableParallelism } from 'node:os';
import { DEFAULT_VERSION, minorOf } from '../../lint/kubernetes-version';
import { Severity } from '../../lint/rule';
import { checkFiles, readInput } from '../checking/check-files';
import { Findings, Session } from '../checking/session';
import { checkerOptions, CheckSettings, rulesOf } from '../checking/settings';
import { Baseline } from '../configuration/baseline';
import { Configuration, readConfiguration } from '../configuration/configuration';
import { suppressionOf } from '../configuration/ignored-finding';
import { Format, reporterOf } from '../formats';
import { inputsOf } from '../inputs';
import { Output } from '../output';
import { Progress } from '../progress';
import { CLEAN, NOT_CHECKED, Summary } from './summary';

export interface LintOptions {
  readonly format: Format;
  readonly failOn?: Severity;
  readonly config?: string;
  readonly kubernetes?: readonly string[];
  readonly strict?: boolean;
  readonly exclude?: readonly string[];
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly pruneBaseline?: boolean;
  readonly threads?: number;
}

/** @returns the exit code */
export async function lint(args: readonly string[], options: LintOptions, output: Output): Promise<number> {
  const configuration = readConfiguration(options.config);
  const files = inputsOf(args, [...configuration.exclude, ...options.exclude ?? []]);
  const baselineFile = options.baseline ?? configuration.baseline;
  if (options.pruneBaseline && !baselineFile) {
    throw new Error('--prune-baseline needs a baseline: name it with --baseline');
  }
  const baseline = baselineFile && !options.writeBaseline ? Baseline.readFrom(baselineFile) : new Baseline();
  const run = new LintRun(files, options, configuration, baseline, output);
  await run.check();
  if (options.writeBaseline) {
    baseline.write(options.writeBaseline);
    return run.summary.exitCode === NOT_CHECKED ? NOT_CHECKED : CLEAN;
  }
  if (options.pruneBaseline) {
    baseline.prune(baselineFile!);
  } else if (baseline.stale > 0) {
    output.note(`${baseline.stale} findings of the baseline ${baselineFile} are gone: --prune-baseline takes them out of it\n`);
  }
  return run.summary.exitCode;
}

class LintRun {
  public readonly summary: Summary;
  private readonly settings: CheckSettings;

  constructor(
    private readonly files: readonly string[],
    private readonly options: LintOptions,
    private readonly configuration: Configuration,
    private readonly baseline: Baseline,
    private readonly output: Output,
  ) {
    this.settings = settingsOf(options, configuration);
    this.summary = new Summary(options.failOn ?? configuration.failOn ?? 'warning');
  }

  public async check(): Promise<void> {
    const { files, options, output } = this;
    const session = new Session(checkerOptions(this.settings), this.configuration.ignored.map(suppressionOf), readInput);
    const reporter = reporterOf(options.format, output, rulesOf(this.settings));
    const progress = new Progress(files.length, output);
    const report = ({ findings, failures }: Findings, file?: string): void => {
      const fresh = this.baseline.apply(findings);
      if (!options.writeBaseline) {
        progress.clear();
        this.summary.add(fresh, failures);
        reporter.add(fresh, failures, file);
      }
    };
    for await (const checked of checkFiles(files, this.settings, options.threads ?? availableParallelism())) {
      report(session.add(checked), checked.file);
      progress.step();
    }
    report(session.finish());
    reporter.end();
    if (options.format === 'human') {
      output.note(this.summary.text(files.length));
    }
  }
}

function settingsOf({ kubernetes, strict }: LintOptions, configuration: Configuration): CheckSettings {
  return {
    minors: (kubernetes ?? configuration.kubernetes ?? [DEFAULT_VERSION]).map(minorOf),
    persona: strict ?? configuration.strict ? 'strict' : 'regular',
    severities: configuration.severities,
    templates: configuration.templates,
  };
}
