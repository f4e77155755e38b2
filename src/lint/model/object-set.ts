import { Field, Subject } from './field';
import { KubeObject } from './kube-object';
import { Pod } from './pod';

/** All objects that are checked together, for rules that cross objects. */
export class ObjectSet {
  private readonly byKind = new Map<string, KubeObject[]>();
  private readonly byName = new Map<string, KubeObject[]>();
  private podsByLabel?: Map<string, Pod[]>;

  /** @param where what it is, for messages: `not among ${set.where}` reads `not among the 12 files given`, or `not among the objects of the app` */
  constructor(public readonly objects: readonly KubeObject[], public readonly where: string) {
    for (const object of objects) {
      push(this.byKind, object.kind, object);
      push(this.byName, `${object.kind}/${object.name}`, object);
    }
  }

  public get pods(): readonly Pod[] {
    return this.objects.flatMap(({ pods }) => pods);
  }

  public ofKind(kind: string): readonly KubeObject[] {
    return this.byKind.get(kind) ?? [];
  }

  /** The objects of this kind and name that `from` can mean: of its namespace, where both name one, and of several the nearest. */
  public named(kind: string, name: string, from: Subject): readonly KubeObject[] {
    return nearest((this.byName.get(`${kind}/${name}`) ?? []).filter((object) => shareNamespace(object, from)), from);
  }

  /**
   * The pods that a selector selects, among those that `from` can mean.
   *
   * @param selector labels alone, as in a Service, or an object with `matchLabels` and `matchExpressions`
   */
  public selected(selector: Field, from: Subject): readonly Pod[] {
    const structured = selector.at('matchLabels').exists || selector.at('matchExpressions').exists;
    const labels = structured ? selector.at('matchLabels') : selector;
    const expressions = structured ? selector.at('matchExpressions').items : [];
    const [first] = labels.fields;
    const candidates = first ? this.labelled(label(first)) : structured ? this.pods : [];
    return candidates.filter((pod) => shareNamespace(pod.object, from)
      && labels.fields.every((wanted) => pod.metadata.at('labels', wanted.key!).scalar === wanted.scalar)
      && expressions.every((expression) => matches(expression, pod)));
  }

  private labelled(wanted: string): readonly Pod[] {
    if (!this.podsByLabel) {
      this.podsByLabel = new Map();
      for (const pod of this.pods) {
        for (const field of pod.metadata.at('labels').fields) {
          push(this.podsByLabel, label(field), pod);
        }
      }
    }
    return this.podsByLabel.get(wanted) ?? [];
  }
}

/** Of objects that are there several times, as in an example and in an overlay, those that stand nearest: in the same file, or in the same folder. */
function nearest(objects: readonly KubeObject[], { origin: { file = '' } }: Subject): readonly KubeObject[] {
  if (objects.length < 2) {
    return objects;
  }
  const inFile = objects.filter((object) => object.origin.file === file);
  const inFolder = objects.filter((object) => folderOf(object.origin.file ?? '') === folderOf(file));
  return [inFile, inFolder, objects].find((some) => some.length > 0)!;
}

function folderOf(file: string): string {
  return file.replace(/[^/\\]*$/, '');
}

/** A manifest without a namespace may be meant for any. */
export function shareNamespace(one: Subject, other: Subject): boolean {
  return one.namespace === undefined || other.namespace === undefined || one.namespace === other.namespace;
}

function matches(expression: Field, pod: Pod): boolean {
  const found = pod.metadata.at('labels', expression.at('key').text ?? '').scalar;
  const listed = found !== undefined && expression.at('values').items.some(({ scalar }) => scalar === found);
  switch (expression.at('operator').text) {
    case 'In': return listed;
    case 'NotIn': return !listed;
    case 'Exists': return found !== undefined;
    case 'DoesNotExist': return found === undefined;
    default: return false;
  }
}

function label(field: Field): string {
  return JSON.stringify([field.key, field.scalar]);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
}
