import { identityOf, Suppression } from './suppression';
import { valueText } from '../../core/values/type-words';
import { Field } from '../model/field';
import { KubeObject } from '../model/kube-object';

/** In front of the id of a rule, in an annotation of a workload or of its pod template. */
export const ANNOTATION_PREFIX = 'pod-lint/';

/**
 * The suppressions in an object's annotations. The value is the reason; a line of it that starts with names of containers in brackets is
 * for these containers only.
 */
export function annotatedSuppressions(object: KubeObject): Suppression[] {
  const own = object.metadata.at('annotations');
  const ofPods = object.podTemplates.map((template) => template.at('metadata', 'annotations')).filter(({ structure }) => structure !== own.structure);
  return [own, ...ofPods].flatMap(({ fields }) => fields)
    .filter(({ key }) => String(key).startsWith(ANNOTATION_PREFIX))
    .flatMap((annotation) => suppressionsOf(annotation));
}

function suppressionsOf(annotation: Field): Suppression[] {
  const rule = String(annotation.key).slice(ANNOTATION_PREFIX.length);
  const { value, text = '' } = annotation;
  const readAs = value === null || typeof value === 'string' ? '' : `, which is read as ${valueText(value)},`;
  const lines = text.split('\n');
  const reasons = lines.flatMap((line, index) => line.trim() === '' ? [] : [{ line: line.trim(), rest: withoutLine(lines, index) }]);
  return (reasons.length === 0 ? [{ line: '', rest: '' }] : reasons).map(({ line, rest }): Suppression => {
    const [, containers, reason] = /^(?:\[([^\]]*)\])?\s*(.*)$/.exec(line)!;
    const { object, path } = annotation;
    return {
      rule,
      reason,
      scope: { object: identityOf(object.origin), containers: containers?.split(',').map((name) => name.trim()) },
      place: { object: object.title, origin: object.origin, path },
      written: `${reasons.length > 1 ? `'${line}' of ` : ''}annotation '${String(annotation.key)}'${readAs}`,
      rest,
    };
  });
}

/** The text without one of its lines; empty if none of the others says anything. */
function withoutLine(lines: readonly string[], index: number): string {
  const others = [...lines.slice(0, index), ...lines.slice(index + 1)].join('\n');
  return others.trim() === '' ? '' : others;
}
