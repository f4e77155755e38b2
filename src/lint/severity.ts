import { Severity } from './rule';

/**
 * How bad a finding of the linter is.
 */
export enum LintSeverity {
  /**
   * It cannot work.
   */
  ERROR = 'error',

  /**
   * It works until it does not.
   */
  WARNING = 'warning',

  /**
   * Worth knowing.
   */
  INFO = 'info',
}

const RANK: { readonly [severity in Severity]: number } = { error: 3, warning: 2, info: 1 };

export function isAtLeast(severity: Severity, wanted: Severity): boolean {
  return RANK[severity] >= RANK[wanted];
}
