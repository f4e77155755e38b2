import { Construct } from 'constructs';
import { INJECT, wantsPatterns } from './annotations';
import { Candidate, candidatesIn } from './candidate';
import { IInjectable } from './injectable';
import { InjectedWorkload } from './injected-workload';
import { Injections } from './injections';
import { checkPatterns } from './patterns';
import { picks } from './selection';
import { WorkloadSelector } from './workload-selector';
import { at } from '../core/values/errors';

/**
 * Properties of an injection.
 */
export interface SidecarInjectionProps {
  /**
   * The patterns, in the order in which they are created.
   */
  readonly patterns: IInjectable[];

  /**
   * Which workloads get the patterns.
   *
   * @default - every workload below the scope
   */
  readonly into?: WorkloadSelector;

  /**
   * Whether it is allowed that no workload is selected.
   *
   * @default false
   */
  readonly allowNone?: boolean;
}

/**
 * Adds patterns to every workload of a chart or an app that a selector matches, whether it is created by this library, cdk8s-plus, an `ApiObject`,
 * `Include` or `Helm`, before or after this construct. The patterns are added when the app is synthesized.
 *
 * A workload gets each pattern once, even if several injections select it. Annotations of its pods can exclude patterns or change their containers.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { IInjectable, LogSidecar, SidecarInjection, WorkloadSelector } from 'cdk8s-pod-patterns';
 *
 * class Logs implements IInjectable {
 *   public readonly patternId = 'Logs';
 *
 *   public addTo(workload: kplus.AbstractPod, id: string): void {
 *     new LogSidecar(workload, id, { logFiles: ['/var/log/app/*.log'] });
 *   }
 * }
 *
 * const chart = new Chart(new App(), 'shop');
 * new SidecarInjection(chart, 'Injected', {
 *   into: WorkloadSelector.labels({ logs: 'files' }),
 *   allowNone: true, // this chart has no workload yet
 *   patterns: [new Logs()],
 * });
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export class SidecarInjection extends Construct {
  private readonly into: WorkloadSelector;
  private readonly workloads = new Map<InjectedWorkload, Candidate>();
  private nothingPicked?: string[];
  /** By the path of the workload. They stay: a workload that was changed in part would pass the next time. */
  private readonly failures = new Map<string, string>();

  /**
   * @param scope an app, a chart or a construct with workloads below it
   * @throws if there is no pattern, or the id of a pattern is not valid or used twice; at synthesis, if no workload gets the patterns, a pattern
   * does not fit into a workload, or an annotation is not valid
   */
  constructor(private readonly scope: Construct, id: string, private readonly props: SidecarInjectionProps) {
    super(scope, id);
    checkPatterns(this, props.patterns);
    this.into = props.into ?? WorkloadSelector.everything();
    Injections.of(this).add(() => this.inject());
    this.node.addValidation({ validate: () => this.problems() });
  }

  private inject(): void {
    const all = candidatesIn(this.scope);
    const picked = all.filter((candidate) => picks(this.into._selection, candidate));
    const keptOut: Candidate[] = [];
    for (const candidate of picked) {
      this.notingFailure(candidate, () => this.injectInto(candidate, keptOut));
    }
    this.nothingPicked = picked.length > keptOut.length || this.props.allowNone ? undefined : this.describe(all, keptOut);
  }

  private injectInto(candidate: Candidate, keptOut: Candidate[]): void {
    if (!wantsPatterns(candidate.annotations)) {
      keptOut.push(candidate);
    } else {
      const workload = InjectedWorkload.of(candidate.workload());
      this.workloads.set(workload, candidate);
      workload.add(this, this.props.patterns, candidate.annotations);
    }
  }

  private problems(): string[] {
    this.workloads.forEach((candidate, workload) => this.notingFailure(candidate, () => workload.check()));
    return [...this.nothingPicked ?? [], ...this.failures.values()];
  }

  private notingFailure({ kind, path }: Candidate, step: () => void): void {
    try {
      step();
    } catch (error) {
      this.failures.set(path, `${at(this)} fails for ${kind} '${path}': ${(error as Error).message}`);
    }
  }

  private describe(all: Candidate[], keptOut: Candidate[]): string[] {
    const list = (candidates: Candidate[]) => candidates.map(({ kind, path }) => `${kind} '${path}'`).join(', ') || 'none';
    return [keptOut.length > 0
      ? `${at(this)} picks only workloads that keep patterns out by the annotation '${INJECT}': ${list(keptOut)}: remove the annotation there, or set 'allowNone'`
      : `${at(this)} picks no workload in ${at(this.scope)} by ${this.into} (there are: ${list(all)}): change 'into', or set 'allowNone'`];
  }
}
