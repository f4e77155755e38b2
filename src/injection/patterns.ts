import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { IInjectable } from './injectable';
import { at } from '../core/values/errors';
import { checkGiven } from '../core/values/given';

/** What both ways of injection do with patterns. */

export function checkPatterns(owner: IConstruct, patterns: IInjectable[]): void {
  checkGiven(owner, { patterns }, 'patterns');
  if (patterns.length === 0) {
    throw new Error(`${at(owner)} has no patterns: list at least one`);
  }
  patterns.forEach(({ patternId }, index) => {
    if (!/^(?!(Resource|Default)$)[A-Za-z][-A-Za-z0-9]*$/.test(patternId)) {
      throw new Error(`patternId '${patternId}' of ${at(owner)} is not valid: use letters, digits and '-', starting with a letter, and neither 'Resource' nor 'Default'`);
    }
    if (typeof patterns[index].addTo !== 'function') {
      throw new Error(`pattern '${patternId}' of ${at(owner)} has no method addTo(): give it one that creates the pattern`);
    }
    if (patterns.slice(0, index).some((other) => other.patternId === patternId)) {
      throw new Error(`patternId '${patternId}' of ${at(owner)} is used twice: give one of the patterns another one`);
    }
  });
}

export function addPattern(owner: IConstruct, pattern: IInjectable, workload: kplus.AbstractPod): void {
  pattern.addTo(workload, pattern.patternId);
  if (!workload.node.tryFindChild(pattern.patternId)) {
    throw new Error(`pattern '${pattern.patternId}' of ${at(owner)} has not created a construct with the given id in the workload: pass on the id that addTo() receives`);
  }
}
