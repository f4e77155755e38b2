/** The version that manifests are checked for unless another one is named: that of the library's constructs. */
export const DEFAULT_VERSION = '1.33';

/**
 * The minor version of a version such as `1.31`, `v1.31` or `1.31.2`.
 *
 * @throws if it is not a version of Kubernetes 1
 */
export function minorOf(version: string): number {
  const match = /^v?1\.(\d{1,3})(\.\d+)?$/.exec(version);
  if (!match) {
    throw new Error(`Kubernetes version '${version}' is not valid: write it like '1.31'`);
  }
  return Number(match[1]);
}
