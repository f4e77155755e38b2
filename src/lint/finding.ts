import { Field, Key, Origin, Path } from './model/field';
import { Edit, Problem, Rule, Severity } from './rule';

/** A stretch of a file. Lines and columns count from 1, columns in UTF-16 code units; the end is behind the last one. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What a rule has found, as plain data: it keeps nothing of the objects alive, and can be sent from one thread to another. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  readonly place: Place;
  /** The name of the container that the place is in. */
  readonly container?: string;
  readonly related: readonly RelatedPlace[];
  readonly fix?: Fix;
  /** The minor versions of Kubernetes that it is true of, where several were asked about and it is not true of all. */
  readonly minors?: readonly number[];
}

/** A field of an object. Whoever knows the file adds where in it that is, with the text of the first line. */
export interface Place {
  /** For people: `Deployment shop/web`. */
  readonly object: string;
  readonly origin: Origin;
  /** From the top of the object. */
  readonly path: Path;
  /** Which line of the text there is meant, from 0, where it has several. */
  readonly lineOfText?: number;
  readonly region?: Region;
  /** The text of the line; of a very long one, the part around the place. */
  readonly line?: string;
  /** How many characters of the line are in front of that part. */
  readonly lineFrom?: number;
  /** The template that Helm has rendered it from. */
  readonly template?: string;
  /** The text that it means, where aliases of YAML may stand for it. */
  readonly text?: MeantText;
}

/** Where a place is in a file. */
export type Shown = Required<Pick<Place, 'region' | 'line'>> & Pick<Place, 'lineFrom' | 'template'>;

export interface MeantText {
  /** The same for all places that mean it. */
  readonly id: string;
  /** Where it starts, if this place has it through an alias. */
  readonly start?: Region;
  /** Where the alias is through which this place has it. */
  readonly alias?: Shown;
}

export interface RelatedPlace extends Place {
  readonly message: string;
}

export interface Fix {
  readonly safe: boolean;
  readonly changes: readonly Change[];
}

/** A change of one field: to a value, to the text that stands in its file, or away with it. */
export interface Change extends Place {
  readonly to?: unknown;
  readonly isQuoted?: true;
}

/** ` (Kubernetes 1.29)`, where it is not true of all versions that were asked about. */
export function versionsOf({ minors }: Finding): string {
  return minors ? ` (Kubernetes ${minors.map((minor) => `1.${minor}`).join(', ')})` : '';
}

const CONTAINER_LISTS: readonly Key[] = ['containers', 'initContainers'];

export function findingOf(rule: Rule, problem: Problem): Finding {
  const { at, message, help, related = [], fix } = problem;
  return {
    rule: rule.id,
    severity: rule.severity,
    message,
    help,
    place: placeOf(at),
    container: containerOf(at),
    related: related.map(({ at: other, ...more }) => ({ ...placeOf(other), ...more })),
    ...fix && rule.fix && { fix: { safe: rule.fix === 'safe', changes: fix.map(changeOf) } },
  };
}

function placeOf({ object, path }: Field): Place {
  return { object: object.title, origin: object.origin, path };
}

function changeOf(edit: Edit): Change {
  if ('quote' in edit) {
    return { ...placeOf(edit.quote), isQuoted: true };
  }
  return 'set' in edit ? { ...placeOf(edit.set), to: edit.to } : placeOf(edit.remove);
}

/** The element of a list of containers that the field is in. */
function containerOf(at: Field): string | undefined {
  for (let field = at; field.parent; field = field.parent) {
    if (typeof field.key === 'number' && CONTAINER_LISTS.includes(field.parent.key!)) {
      return field.at('name').text;
    }
  }
  return undefined;
}
