import { changesBetween } from './model/changes';
import { IndexedMember } from './model/members';
import { ObjectSet } from './model/object-set';
import { areOther, Readings } from './model/readings';
import { Likeness } from './model/shape';
import { Rule } from './rule';

const CONFIGS = ['ConfigMap', 'Secret'];

/** Objects that change what others are called, or what is in them. */
const CHANGING = ['Kustomization', 'Component'];

/** How many are remembered for each rule and each set of shapes. */
const MOST = 8;

/** A workload together with the ConfigMaps and Secrets that it names. */
interface Surroundings {
  /** The same where all of them have the same shapes. */
  readonly shapes: string;
  readonly objects: readonly Likeness[];
}

/** Surroundings in which a rule has found nothing, and the values that it has read there. */
interface CleanOnes {
  readonly objects: readonly Likeness[];
  readonly readings: Readings;
}

/**
 * Workloads in which rules have found nothing, together with the ConfigMaps and Secrets that they name. The same rules find nothing in others of
 * the same shape that name ones of the same shape, if they would read the same values there.
 */
export class CleanSurroundings {
  private readonly known = new Map<string, CleanOnes[]>();
  private readonly isKnowable: boolean;
  /** The names of all ConfigMaps and Secrets: most names are those of something else. */
  private configs?: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(private readonly set: ObjectSet, private readonly likenessOf: (member: IndexedMember) => Likeness | undefined) {
    this.isKnowable = !CHANGING.some((kind) => set.has(kind));
  }

  /** The rules that may find something in the workload. */
  public without(rules: readonly Rule[], member: IndexedMember): readonly Rule[] {
    const surroundings = rules.some(({ looksAtConfigs }) => looksAtConfigs) ? this.surroundingsOf(member) : undefined;
    return !surroundings ? rules : rules.filter(({ id, looksAtConfigs }) => (
      !looksAtConfigs || !this.known.get(`${id} ${surroundings.shapes}`)?.some((clean) => readTheSame(clean, surroundings))));
  }

  public note(rules: readonly Rule[], member: IndexedMember, readings: ReadonlyMap<Rule, Readings>): void {
    const clean = rules.filter(({ looksAtConfigs }) => looksAtConfigs);
    const surroundings = clean.length > 0 ? this.surroundingsOf(member) : undefined;
    if (surroundings) {
      for (const rule of clean) {
        const key = `${rule.id} ${surroundings.shapes}`;
        const others = this.known.get(key) ?? [];
        this.known.set(key, [{ objects: surroundings.objects, readings: readings.get(rule)! }, ...others].slice(0, MOST));
      }
    }
  }

  /** Undefined where the shape of one of them is not known. */
  private surroundingsOf(member: IndexedMember): Surroundings | undefined {
    const own = this.isKnowable ? this.likenessOf(member) : undefined;
    if (!own) {
      return undefined;
    }
    this.configs ??= new Map(CONFIGS.map((kind) => [kind, this.set.namesOf(kind)]));
    const objects = [own];
    let shapes = String(own.shape);
    for (const name of own.names) {
      for (const [kind, names] of this.configs) {
        shapes += ',';
        for (const config of names.has(name) ? this.set.meant(kind, name, member) : []) {
          const likeness = this.likenessOf(config);
          if (!likeness) {
            return undefined;
          }
          objects.push(likeness);
          shapes += `${likeness.shape}+`;
        }
      }
    }
    return { shapes, objects };
  }
}

function readTheSame({ objects, readings }: CleanOnes, surroundings: Surroundings): boolean {
  return objects.every((object, index) => !areOther(readings, changesBetween(object, surroundings.objects[index])));
}
