/**
 * What Envoy says on its stderr.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/operations/cli#cmdoption-l
 */
export enum EnvoyLogLevel {
  /** What it cannot do. */
  ERROR = 'error',
  /** What may be wrong. */
  WARNING = 'warning',
  /** What it does. */
  INFO = 'info',
  /** Every connection and request. */
  DEBUG = 'debug',
}

