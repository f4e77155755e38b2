import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkAnnotations, INJECTED, injectedBefore, readOverrides } from './annotations';
import { Candidate } from './candidate';
import { IInjectable } from './injectable';
import { addPattern } from './patterns';
import { raisePodResources } from './pod-level-resources';
import { whileOverridden } from '../core/pod/overrides';
import { allContainers } from '../core/pod/pod-editor';
import { Carried } from '../core/values/carried';

/** What was injected into a workload, by all who do. */
export class InjectedWorkload {
  public static of(workload: kplus.AbstractPod): InjectedWorkload {
    return injected.of(workload, () => new InjectedWorkload(workload));
  }

  /** Names of the containers. */
  private readonly added = new Set<string>();
  private annotations: Candidate['annotations'] = {};

  private constructor(private readonly workload: kplus.AbstractPod) {
    raisePodResources(ApiObject.of(workload), this.added);
  }

  /** Adds the patterns that are not there. */
  public add(owner: Construct, patterns: IInjectable[], annotations: Candidate['annotations']): void {
    const { workload } = this;
    const before = injectedBefore(annotations);
    const missing = patterns.filter(({ patternId }) => !before.includes(patternId) && !workload.node.tryFindChild(patternId));
    if (missing.length > 0) {
      const there = allContainers(workload);
      whileOverridden(workload, readOverrides(annotations), () => missing.forEach((pattern) => addPattern(owner, pattern, workload)));
      workload.podMetadata.addAnnotation(INJECTED, [...before, ...missing.map(({ patternId }) => patternId)].join(','));
      allContainers(workload).filter((container) => !there.includes(container)).forEach(({ name }) => this.added.add(name));
      this.annotations = annotations;
    }
  }

  /** Fails for an annotation that changes nothing. */
  public check(): void {
    if (this.added.size > 0) {
      checkAnnotations(this.annotations, [...this.added]);
    }
  }
}

const injected = new Carried<InjectedWorkload>('injected');
