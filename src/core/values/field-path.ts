/** As Kubernetes writes it: `spec.containers[0].name`, `metadata.annotations[acme.io/team]`. */
export function fieldPath(path: readonly (string | number)[]): string {
  return path.map((key) => typeof key === 'number' || !/^[\w-]+$/.test(key) ? `[${key}]` : `.${key}`).join('').replace(/^\./, '');
}
