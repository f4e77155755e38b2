import { Severity } from './rule';

/**
 * Severity of a finding of the linter.
 */
export enum LintSeverity {
  /**
   * The pod or the container cannot work.
   */
  ERROR = 'error',

  /**
   * It works, but will fail under conditions that are likely to occur.
   */
  WARNING = 'warning',

  /**
   * It is worth knowing, but does not need to be changed.
   */
  INFO = 'info',
}

const RANK: { readonly [severity in Severity]: number } = { error: 3, warning: 2, info: 1 };

export function isAtLeast(severity: Severity, wanted: Severity): boolean {
  return RANK[severity] >= RANK[wanted];
}

/** The most severe first. */
export function bySeverity(one: { readonly severity: Severity }, other: { readonly severity: Severity }): number {
  return RANK[other.severity] - RANK[one.severity];
}
