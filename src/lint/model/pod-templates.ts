import { Field, Key, Path, Subject } from './field';
import { KNOWN_POD_TEMPLATES, RUNTIMES } from './known-pod-templates';

/** Where a kind has its pod template: the path to what holds `metadata` and `spec` of the pod, or to the spec itself. */
export interface PodTemplate {
  /** The API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** `*` is every element of a list, and every field of an object. */
  readonly path: Path;
}

const NONE: readonly Path[] = [];

/** What a template or a spec has at least one of. */
const TEMPLATE = ['spec', 'containers'];

/** The kinds that have pods, and where: those that are known, and the custom resources that a user names. */
export class PodTemplates {
  private readonly paths = new Map<string, Path[]>();

  constructor(private readonly named: readonly PodTemplate[] = []) {
    for (const { group, kind, path } of [...KNOWN_POD_TEMPLATES, ...named]) {
      const id = `${group}/${kind}`;
      this.paths.set(id, [...this.paths.get(id) ?? [], path]);
    }
  }

  /** Whether it is of a kind that a user has named. */
  public areNamedFor(object: Subject): boolean {
    return this.named.length > 0 && this.named.some(({ group, kind }) => group === object.group && kind === object.kind);
  }

  /** The paths at which the object has a pod template; none where the field is missing, as in a Rollout that refers to a Deployment. */
  public of(object: Subject): readonly Path[] {
    const paths = this.paths.get(`${object.group}/${object.kind}`);
    return !paths ? NONE : paths.flatMap((path) => path.every(isName) ? [path] : expanded(object, [], path))
      .filter((path) => isWhole(object.at(...path)));
  }
}

function isWhole(template: Field): boolean {
  return TEMPLATE.some((key) => template.at(key).exists) && !RUNTIMES.some((key) => template.at(key).exists);
}

function isName(key: Key): boolean {
  return key !== '*' && Number.isNaN(Number(key));
}

function expanded(object: Subject, known: Path, [key, ...rest]: Path): Path[] {
  if (key === undefined) {
    return [known];
  }
  const field = object.at(...known);
  const keys = key === '*' ? [...field.items, ...field.fields].map((one) => one.key!) : [field.type === 'list' ? Number(key) : key];
  return keys.flatMap((one) => expanded(object, [...known, one], rest));
}
