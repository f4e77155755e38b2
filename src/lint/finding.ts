import { Field, Path } from './model/field';
import { Origin } from './model/kube-object';
import { Edit, Problem, Rule, Severity } from './rule';

/** What a rule has found, as plain data: it keeps nothing of the objects alive, and can be sent from one thread to another. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  readonly place: Place;
  /** The name of the container that the place is in. */
  readonly container?: string;
  readonly related: readonly (Place & { readonly message: string })[];
  readonly fix?: Fix;
}

/** A field of an object. */
export interface Place {
  /** For people: `Deployment shop/web`. */
  readonly object: string;
  readonly origin: Origin;
  /** From the top of the object. */
  readonly path: Path;
}

export interface Fix {
  readonly safe: boolean;
  readonly changes: readonly Change[];
}

/** A change of one field: to a value, or away with it. */
export interface Change extends Place {
  readonly to?: unknown;
}

export function findingOf(rule: Rule, problem: Problem): Finding {
  const { at, message, help, related = [], fix } = problem;
  return {
    rule: rule.id,
    severity: rule.severity,
    message,
    help,
    place: placeOf(at),
    container: containerOf(at),
    related: related.map((place) => ({ ...placeOf(place.at), message: place.message })),
    ...fix && rule.fix && { fix: { safe: rule.fix === 'safe', changes: fix.map(changeOf) } },
  };
}

function placeOf({ object, path }: Field): Place {
  return { object: object.title, origin: object.origin, path };
}

function changeOf(edit: Edit): Change {
  return 'set' in edit ? { ...placeOf(edit.set), to: edit.to } : placeOf(edit.remove);
}

function containerOf(at: Field): string | undefined {
  for (const { containers } of at.object.pods) {
    for (let field: Field | undefined = at; field; field = field.parent) {
      const container = containers.find((candidate) => candidate.field === field);
      if (container) {
        return container.name;
      }
    }
  }
  return undefined;
}
