/**
 * Level of the log that Envoy writes to stderr.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/operations/cli#cmdoption-l
 */
export enum EnvoyLogLevel {
  /** Only errors. */
  ERROR = 'error',
  /** Errors and warnings. */
  WARNING = 'warning',
  /** Errors, warnings and what it does. */
  INFO = 'info',
  /** Every connection and request. */
  DEBUG = 'debug',
}

