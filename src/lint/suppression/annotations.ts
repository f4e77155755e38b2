import { identityOf, Suppression } from './suppression';
import { Field } from '../model/field';
import { KubeObject } from '../model/kube-object';

/** In front of the id of a rule, in an annotation of a workload or of its pod template. */
export const ANNOTATION_PREFIX = 'pod-lint/';

/**
 * The suppressions in an object's annotations. The value is the reason; a line of it that starts with names of containers in brackets is
 * for these containers only.
 */
export function annotatedSuppressions(object: KubeObject): Suppression[] {
  return [object.metadata, ...object.pods.map(({ metadata }) => metadata).filter((metadata) => metadata.value !== object.metadata.value)]
    .flatMap((metadata) => metadata.at('annotations').fields)
    .filter(({ key }) => String(key).startsWith(ANNOTATION_PREFIX))
    .flatMap((annotation) => suppressionsOf(annotation));
}

function suppressionsOf(annotation: Field): Suppression[] {
  const rule = String(annotation.key).slice(ANNOTATION_PREFIX.length);
  const lines = (annotation.text ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return (lines.length === 0 ? [''] : lines).map((line): Suppression => {
    const [, containers, reason] = /^(?:\[([^\]]*)\])?\s*(.*)$/.exec(line)!;
    const { object, path } = annotation;
    return {
      rule,
      reason,
      scope: { object: identityOf(object.origin), containers: containers?.split(',').map((name) => name.trim()) },
      place: { object: object.title, origin: object.origin, path },
      written: `annotation '${String(annotation.key)}'`,
      rest: lines.length <= 1 ? '' : undefined,
    };
  });
}
