/** More properties than any class has: what has more of them is a map of the user, of which there is no end. */
const MOST_MEMBERS = 100;

/**
 * What a class that cdk8s has generated does to a value at one place, and to what is in it. It copies what it knows, in the order of the names, and
 * takes the `value` out of quantities and the like. This depends on the place alone, so it is learned from the first object that has something
 * there. What becomes of a value in any other way is never learned: the class itself is asked again.
 */
export class LearnedConversion {
  /** Whether an object is replaced by its `value`. */
  public takesValue = false;
  /** Whether a text, a number or a boolean stays as it is. */
  private keepsScalars = false;
  private items?: LearnedConversion;
  private members?: Map<string, Member>;

  public checkScalar(): void {
    known(this.keepsScalars || undefined);
  }

  public ofItems(): LearnedConversion {
    return known(this.items);
  }

  public ofMembers(): Members {
    return known(this.members);
  }

  public learn(before: any, after: any): void {
    if (before === null || typeof before !== 'object') {
      this.keepsScalars ||= before !== undefined && before === after;
    } else if (Array.isArray(before)) {
      this.learnItems(before, after);
    } else if (typeof after === 'object' && !Array.isArray(after)) {
      this.learnMembers(before, after);
    } else {
      this.takesValue ||= before.value === after;
    }
  }

  private learnItems(before: unknown[], after: unknown): void {
    if (Array.isArray(after) && after.length === before.length) {
      const items = this.items ??= new LearnedConversion();
      before.forEach((item, index) => items.learn(item, after[index]));
    }
  }

  private learnMembers(before: Parts, after: Parts): void {
    const names = Object.keys(before);
    const writtenNames = Object.keys(after);
    if (names.length !== writtenNames.length) {
      return; // some are left out
    }
    const members = this.members ??= new Map();
    for (const name of names) {
      const writtenName = Object.hasOwn(after, name) ? name : writtenNames.find((other) => other.toLowerCase() === name.toLowerCase());
      if (writtenName !== undefined && (members.has(name) || canAdd(members, name, writtenName))) {
        const { conversion } = members.get(name) ?? { conversion: new LearnedConversion() };
        members.set(name, { writtenName, conversion });
        conversion.learn(before[name], after[writtenName]);
      }
    }
  }
}

/** What becomes of a property. */
export interface Member {
  /** cdk8s has `hostIp` for `hostIP`. */
  readonly writtenName: string;
  readonly conversion: LearnedConversion;
}

export type Members = ReadonlyMap<string, Member>;

interface Parts {
  readonly [name: string]: unknown;
}

/** Properties are written in the order of the names that they have before. */
function canAdd(members: Members, name: string, writtenName: string): boolean {
  return members.size < MOST_MEMBERS
    && [...members].every(([other, { writtenName: otherWritten }]) => other < name === otherWritten < writtenName);
}

/** Fails for what is not learned, so that the class is asked. */
export function known<T>(value: T | undefined): T {
  if (value === undefined) {
    throw NOT_LEARNED;
  }
  return value;
}

/** One for all, because a trace would take longer than what is done here. */
const NOT_LEARNED = new Error('not learned yet');
