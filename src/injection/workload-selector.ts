import { describe, Selection } from './selection';

/**
 * Selects the workloads that patterns are added to.
 *
 * @example
 * import { WorkloadSelector } from 'cdk8s-pod-patterns';
 *
 * const web = WorkloadSelector.allOf([
 *   WorkloadSelector.labels({ tier: 'web' }),
 *   WorkloadSelector.noneOf([WorkloadSelector.kinds(['Job', 'CronJob'])]),
 * ]);
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export class WorkloadSelector {
  /**
   * Every workload.
   */
  public static everything(): WorkloadSelector {
    return new WorkloadSelector({ is: 'everything' });
  }

  /**
   * Workloads with all of these labels, on their pods or on the workload itself. At admission, only labels of pods count.
   *
   * @param labels values by name; `*` matches any value
   * @throws if the list is empty or a value is not a text
   */
  public static labels(labels: { [name: string]: string }): WorkloadSelector {
    checkEntries('labels', labels);
    return new WorkloadSelector({ is: 'labels', entries: { ...labels } });
  }

  /**
   * Workloads with all of these annotations, on their pods or on the workload itself. At admission, only annotations of pods count.
   *
   * @param annotations values by name; `*` matches any value
   * @throws if the list is empty or a value is not a text
   */
  public static annotations(annotations: { [name: string]: string }): WorkloadSelector {
    checkEntries('annotations', annotations);
    return new WorkloadSelector({ is: 'annotations', entries: { ...annotations } });
  }

  /**
   * Workloads of the given kinds, such as `Deployment` or `Rollout`.
   *
   * @throws if the list is empty
   */
  public static kinds(kinds: string[]): WorkloadSelector {
    checkSome('kinds', kinds);
    return new WorkloadSelector({ is: 'kinds', names: [...kinds] });
  }

  /**
   * Workloads in the given namespaces, which are set on the workload or its chart. A workload without a namespace is in `default`.
   *
   * @throws if the list is empty
   */
  public static namespaces(namespaces: string[]): WorkloadSelector {
    checkSome('namespaces', namespaces);
    return new WorkloadSelector({ is: 'namespaces', names: [...namespaces] });
  }

  /**
   * Workloads whose construct path matches one of these: `shop/Web`, `shop/*`, or `shop/**` for everything below. Errors show the path of a
   * construct.
   *
   * @param paths `*` stands for anything in one part of the path, `**` for any number of parts
   * @throws if the list is empty
   */
  public static paths(paths: string[]): WorkloadSelector {
    checkSome('paths', paths);
    return new WorkloadSelector({ is: 'paths', names: [...paths] });
  }

  /**
   * Workloads that all of the selectors match.
   *
   * @throws if the list is empty
   */
  public static allOf(selectors: WorkloadSelector[]): WorkloadSelector {
    return new WorkloadSelector({ is: 'all of', parts: selectionsOf(selectors) });
  }

  /**
   * Workloads that at least one of the selectors matches.
   *
   * @throws if the list is empty
   */
  public static anyOf(selectors: WorkloadSelector[]): WorkloadSelector {
    return new WorkloadSelector({ is: 'any of', parts: selectionsOf(selectors) });
  }

  /**
   * Workloads that none of the selectors matches.
   *
   * @throws if the list is empty
   */
  public static noneOf(selectors: WorkloadSelector[]): WorkloadSelector {
    return new WorkloadSelector({ is: 'none of', parts: selectionsOf(selectors) });
  }

  /**
   * @internal
   */
  public readonly _selection: Selection;

  private constructor(selection: Selection) {
    this._selection = selection;
  }

  /**
   * Describes the selector as errors do, such as `labels tier=web`.
   */
  public toString(): string {
    return describe(this._selection);
  }
}

function selectionsOf(selectors: WorkloadSelector[]): Selection[] {
  checkSome('selectors', selectors);
  return selectors.map(({ _selection }) => _selection);
}

function checkEntries(what: string, entries: { [name: string]: unknown }): void {
  checkSome(what, Object.keys(entries));
  const [name, value] = Object.entries(entries).find(([, one]) => typeof one !== 'string') ?? [];
  if (name !== undefined) {
    throw new Error(`a workload selector has ${what} with the value ${value} for '${name}', which is no text: write one, or '*' for any`);
  }
}

function checkSome(what: string, list: unknown[]): void {
  if (list.length === 0) {
    throw new Error(`a workload selector has no ${what}: list at least one, or use WorkloadSelector.everything()`);
  }
}
