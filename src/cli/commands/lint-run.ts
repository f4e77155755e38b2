import { availableParallelism } from 'node:os';
import * as path from 'node:path';
import { Report } from './report';
import { Summary } from './summary';
import { printable } from '../../core/values/printable';
import { Finding } from '../../lint/finding';
import { DEFAULT_VERSION, minorOf } from '../../lint/kubernetes-version';
import { Severity } from '../../lint/rule';
import { inOrder } from '../checking/order';
import { Findings, Session } from '../checking/session';
import { checkerOptions, CheckSettings, rulesOf } from '../checking/settings';
import { Baseline } from '../configuration/baseline';
import { Configuration } from '../configuration/configuration';
import { concerns, suppressionOf } from '../configuration/ignored-finding';
import { Failure } from '../failure';
import { mend, Mended, MendRequest } from '../fix/mend';
import { Format } from '../formats';
import { isStream } from '../inputs';
import { Output } from '../output';
import { Progress } from '../progress';
import { ask, isLarge, startWorker } from '../reading/ask';
import { readFiles } from '../reading/read-files';
import { readInput } from '../reading/read-input';
import { reasonOf } from '../reading/reason';
import { replaceFile } from '../replace-file';
import { Kustomizations, kustomizationsOf } from '../source/kustomizations';
import { identityOf } from '../stat-of';

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
  readonly fix?: 'safe' | 'unsafe';
}

/** A fix may lead to another one, but not for ever. */
const MOST_PASSES = 10;

/** Of so many files, findings wait for those that files have with one another, so that all of a file are together. */
const MOST_HELD = 100;

interface FileFindings extends Findings {
  readonly file?: string;
  readonly objects?: number;
}

/** A check of files, and the fixes before it. */
export class LintRun {
  public readonly summary: Summary;
  private readonly settings: CheckSettings;
  /** Files that fixes could not be written to. */
  private readonly unwritable = new Map<string, Failure>();
  private progress?: Progress;

  constructor(
    private readonly files: readonly string[],
    private readonly options: LintOptions,
    private readonly configure: () => Configuration,
    private readonly baseline: Baseline,
    private readonly report: Report,
    private readonly output: Output,
    /** Whether only files are named, as by a hook that checks what has changed: then there may be others. */
    private readonly isPart: boolean,
  ) {
    const configuration = configure();
    const { unapplied, ...kustomizations } = kustomizationsOf(files.filter((file) => !isStream(file)));
    noteUnapplied(unapplied, output);
    this.settings = { ...settingsOf(options, configuration), ...kustomizations };
    this.summary = new Summary(options.failOn ?? configuration.failOn ?? 'warning');
  }

  /** Mends files until nothing is left that can be mended. @returns how many fixes were made */
  public async fix(unsafe: boolean): Promise<number> {
    let all = 0;
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      const byFile = new Map<string, Pick<Finding, 'fix'>[]>();
      for await (const { findings } of this.findings()) {
        for (const { fix } of findings.filter((finding) => finding.fix)) {
          const { file } = fix!.changes[0].origin;
          byFile.set(file!, [...byFile.get(file!) ?? [], structuredClone({ fix })]); // its texts are pieces of that of the file
        }
      }
      let made = 0;
      for (const file of onceEach([...byFile.keys()])) {
        const findings = byFile.get(file)!;
        made += await this.mend({ file, findings, unsafe });
      }
      all += made;
      if (made === 0) {
        break;
      }
    }
    return all;
  }

  private async mend(request: MendRequest): Promise<number> {
    const { file } = request;
    try {
      const { bytes, count } = await mended(request, this.settings);
      if (count > 0) {
        replaceFile(file, bytes);
      }
      return count;
    } catch (error) {
      this.unwritable.set(file, { file, line: 1, column: 1, message: `not fixed: ${reasonOf(error as Error)}` });
      return 0;
    }
  }

  /** What is reported of each file, and at the end of all together. */
  private async *findings(): AsyncGenerator<FileFindings> {
    const { ignored } = this.configure(); // fixes may have changed it
    const suppressions = ignored.filter((one) => !this.isPart || concerns(one, this.files)).map(suppressionOf);
    const session = new Session(checkerOptions(this.settings), suppressions, readInput);
    const held: FileFindings[] = [];
    this.progress = new Progress(this.files.length, this.output);
    try {
      for await (const checked of readFiles(this.files, { check: this.settings }, this.options.threads ?? availableParallelism())) {
        const found = { ...session.add(checked), file: checked.file, objects: checked.objects };
        if (this.files.length <= MOST_HELD) {
          held.push(found);
        } else {
          yield found;
        }
        await this.progress.step();
      }
    } finally {
      this.progress.clear(); // also because a signal would wait for the end of what comes now
    }
    yield* joined(held, session.finish());
  }

  /** @param failures what is known to be wrong before */
  public async check(failures: readonly Failure[]): Promise<void> {
    const { files, options, output } = this;
    const reporter = this.report.start(rulesOf(this.settings));
    const report = (found: Findings, file?: string, objects?: number): void => {
      const fresh = this.baseline.apply(found.findings, found.failures.length > 0 ? undefined : file);
      const reported = options.writeBaseline ? [] : fresh; // what cannot be checked is not in a baseline
      if (reported.length + found.failures.length > 0) {
        this.progress?.clear();
      }
      this.summary.add(reported, found.failures, objects);
      reporter.add(reported, found.failures, file);
    };
    report({ findings: [], failures: [...failures, ...this.unwritable.values()] });
    for await (const found of this.findings()) {
      report(found, found.file, found.objects);
    }
    if (options.format === 'human' && !options.writeBaseline) {
      output.note(this.summary.text(files.length));
    }
  }
}

/** Links to a file are left out: what was found in it does not hold any more after it was mended under another name. */
function onceEach(files: readonly string[]): string[] {
  const byIdentity = new Map([...files].reverse().map((file) => [identityOf(file) ?? file, file]));
  return [...byIdentity.values()].reverse();
}

/** What may take all memory is done in a thread of its own. */
async function mended(request: MendRequest, settings: CheckSettings): Promise<Mended> {
  if (!isLarge(request.file)) {
    return mend(request);
  }
  const worker = startWorker({ check: settings });
  try {
    return await ask<Mended>(worker, { mend: request });
  } finally {
    await worker.terminate();
  }
}

/** Says once what is not known of kustomizations. */
function noteUnapplied(unapplied: Kustomizations['unapplied'], output: Output): void {
  if (unapplied.length > 0) {
    const fields = [...new Set(unapplied.map(({ field }) => field))];
    const [folder, ...others] = [...new Set(unapplied.map((one) => path.relative('', one.folder) || '.'))];
    const where = others.length === 0 ? `'${folder}'` : `'${folder}' and ${others.length} more`;
    const note = `note: kustomizations are not built, and the effect of ${fields.join(', ')} in ${where} is not known: `
      + `check what is built too, with 'kubectl kustomize ${folder} | cdk8s-pod-patterns lint -'`;
    output.note(`${printable(note)}\n`);
  }
}

/** What files have to do with one another, each with the rest of its file. */
function joined(files: readonly FileFindings[], together: Findings): FileFindings[] {
  const isOf = (file: string | undefined) => ({ place }: Finding): boolean => place.origin.file === file;
  const rest = together.findings.filter((finding) => !files.some(({ file }) => isOf(file)(finding)));
  return [
    ...files.map((found) => ({ ...found, findings: inOrder([...found.findings, ...together.findings.filter(isOf(found.file))]) })),
    { ...together, findings: rest },
  ];
}

function settingsOf({ kubernetes, strict }: LintOptions, configuration: Configuration): Omit<CheckSettings, 'kustomized' | 'variables'> {
  const versions = kubernetes ?? configuration.kubernetes ?? [DEFAULT_VERSION];
  if (versions.length === 0) {
    throw new Error("no version of Kubernetes is named: write it like '1.31'");
  }
  return {
    minors: versions.map(minorOf),
    persona: strict ?? configuration.strict ? 'strict' : 'regular',
    severities: configuration.severities,
    templates: configuration.templates,
  };
}
