/** A reference in the text, or two dollar signs that stand for one. */
const DOLLARS = /\$\$|\$\(([^)]*)\)/g;

/**
 * The variables that Kubernetes puts into a text of a container: `$(NAME)` where the container has a variable of that name.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function referencesIn(text: string, variables: string[]): string[] {
  return [...text.matchAll(DOLLARS)].map(([, name]) => name).filter((name) => variables.includes(name));
}
