import * as kplus from 'cdk8s-plus-28';

/**
 * A variable of a file on a volume, of which cdk8s-plus-28 knows nothing.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-via-file/
 */
export interface FileVariable {
  readonly container: kplus.Container;
  readonly volumeName: string;
  readonly path: string;
  /** Its name, in the file and in the container. */
  readonly key: string;
  /** Whether the container starts without it. */
  readonly optional?: boolean;
}

/** Writes into rendered containers where their variables come from. */
export function writeFileVariables(variables: readonly FileVariable[], rendered: ReadonlyMap<string, any>): void {
  for (const { container, ...fileKeyRef } of variables) {
    const variable = rendered.get(container.name)?.env?.find(({ name }: kplus.k8s.EnvVar) => name === fileKeyRef.key);
    Object.assign(variable ?? {}, { valueFrom: { fileKeyRef } });
  }
}
