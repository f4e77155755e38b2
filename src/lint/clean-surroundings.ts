import { IndexedMember } from './model/members';
import { ObjectSet } from './model/object-set';
import { hasOneOf, Readings } from './model/readings';
import { changedValues, Likeness } from './model/shape';
import { Rule } from './rule';

const CONFIGS = ['ConfigMap', 'Secret'];

/** An object that a rule has found nothing in, and the values that it has read there. */
interface CleanOne {
  readonly likeness: Likeness;
  readonly readings: Readings;
}

/**
 * Workloads in which rules have found nothing, together with the ConfigMaps and Secrets that they name. The same rules find nothing in others of
 * the same shape that name ones of the same shape.
 */
export class CleanSurroundings {
  private readonly known = new Map<string, CleanOne>();

  constructor(private readonly set: ObjectSet, private readonly likenessOf: (member: IndexedMember) => Likeness | undefined) {}

  /** The rules that may find something in the workload. */
  public without(rules: readonly Rule[], member: IndexedMember): Rule[] {
    const surroundings = rules.some(({ looksAtConfigs }) => looksAtConfigs) ? this.surroundingsOf(member) : undefined;
    return rules.filter(({ id, looksAtConfigs }) => {
      const clean = looksAtConfigs && surroundings !== undefined ? this.known.get(`${id} ${surroundings}`) : undefined;
      return !clean || hasOneOf(clean.readings, changedValues(clean.likeness, this.likenessOf(member)!));
    });
  }

  public note(rules: readonly Rule[], member: IndexedMember, readings: ReadonlyMap<Rule, Readings>): void {
    const surroundings = this.surroundingsOf(member);
    if (surroundings !== undefined) {
      rules.filter(({ looksAtConfigs }) => looksAtConfigs).forEach((rule) => {
        this.known.set(`${rule.id} ${surroundings}`, { likeness: this.likenessOf(member)!, readings: readings.get(rule)! });
      });
    }
  }

  /** The same for workloads of the same shape that name objects of the same shape; undefined where that is not known. */
  private surroundingsOf(member: IndexedMember): string | undefined {
    const own = this.likenessOf(member);
    if (!own) {
      return undefined;
    }
    const shapes = own.names.flatMap((name) => CONFIGS.map((kind) => this.set.meant(kind, name, member).map((named) => this.wholeShape(named))));
    return shapes.some((list) => list.includes(undefined)) ? undefined : [own.shape, ...shapes.map((list) => list.join('+'))].join();
  }

  /** Undefined where the shape does not say all. */
  private wholeShape(member: IndexedMember): number | undefined {
    const likeness = this.likenessOf(member);
    return likeness?.values.length === 0 ? likeness.shape : undefined;
  }
}
