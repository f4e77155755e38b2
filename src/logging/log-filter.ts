import { DEFAULT_KEYS } from './redaction';

/**
 * A change to log lines or records before they are delivered. Filters are applied in the given order.
 * Patterns are regular expressions in the syntax that all shippers share: literals, `.`, `[...]`, `( )`, `|`, `^`, `$`, `*`, `+`, `?`
 * and `\` before a character that stands for itself. Write `[0-9]` for `\d`.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { LogFilter, LogShipper, SidecarLoggedApp } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * new SidecarLoggedApp(chart, 'Web', {
 *   image: 'ghcr.io/acme/web:1.4.2',
 *   logFiles: ['/var/log/app/*.log'],
 *   shipper: LogShipper.stream({ filters: [LogFilter.drop('GET /healthz'), LogFilter.redact(['card_number'])] }),
 * });
 */
export class LogFilter {
  /**
   * Names whose values `redact` treats as secrets by default.
   */
  public static readonly DEFAULT_REDACTED_KEYS: string[] = [...DEFAULT_KEYS];

  /**
   * Replaces secrets with `***REDACTED***`: the values of keys in `key=value`, `key: value` and JSON fields, quoted or not, and the credentials in
   * URLs.
   *
   * @param keys names of secrets in addition to `DEFAULT_REDACTED_KEYS`, case-insensitive; `token` stands for `access_token` and `x-auth-token` too
   */
  public static redact(keys: string[] = []): LogFilter {
    return LogFilter.redactOnly([...new Set([...DEFAULT_KEYS, ...keys])]);
  }

  /**
   * Replaces secrets as `redact` does, but only the values of these keys and the credentials in URLs.
   *
   * @param keys names of secrets, case-insensitive
   */
  public static redactOnly(keys: string[]): LogFilter {
    return new LogFilter({ kind: 'redact', keys: [...keys] });
  }

  /**
   * Keeps only the lines that match.
   *
   * @param pattern regular expression, matched anywhere in the line
   */
  public static keep(pattern: string): LogFilter {
    return new LogFilter({ kind: 'keep', pattern });
  }

  /**
   * Drops the lines that match.
   *
   * @param pattern regular expression, matched anywhere in the line
   */
  public static drop(pattern: string): LogFilter {
    return new LogFilter({ kind: 'drop', pattern });
  }

  /**
   * Adds fields to every record. The plain stream does not support it, because it has lines without fields.
   *
   * @param fields values by name
   */
  public static addFields(fields: { [name: string]: string }): LogFilter {
    return new LogFilter({ kind: 'addFields', fields: { ...fields } });
  }

  /**
   * Removes fields from every record. The plain stream does not support it, because it has lines without fields.
   *
   * @param names names of the fields
   */
  public static removeFields(names: string[]): LogFilter {
    return new LogFilter({ kind: 'removeFields', names: [...names] });
  }

  /**
   * @internal
   */
  public readonly _spec: LogFilterSpec;

  private constructor(spec: LogFilterSpec) {
    this._spec = spec;
  }
}

/**
 * @internal
 */
export type LogFilterSpec =
  | { readonly kind: 'redact'; readonly keys: string[] }
  | { readonly kind: 'keep' | 'drop'; readonly pattern: string }
  | { readonly kind: 'addFields'; readonly fields: { [name: string]: string } }
  | { readonly kind: 'removeFields'; readonly names: string[] };
