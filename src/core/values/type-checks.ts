import { didYouMean } from './spelling';
import { ArgumentType, ArgumentTypes } from './type-table';
import { lastPart, typeName, valueText } from './type-words';

/** What is wrong, and where in the value. */
export interface Fault {
  readonly path: string;
  readonly text: string;
  /** Whether the value is only known at synthesis, which is right for cdk8s. */
  readonly late?: boolean;
}

/**
 * Says what is wrong with a value. Nothing is allocated while all is well.
 *
 * @param wider whether properties may have others beside them: those of a class that extends the one that is called
 */
export type Check = (value: unknown, wider?: boolean) => Fault | undefined;

type Fits = (value: unknown) => boolean;
type Parts = { readonly [name: string]: unknown };

const PRIMITIVES = ['string', 'number', 'boolean'];
const LATE = 'is a Lazy, but it is needed before synthesis: pass the value itself';

/**
 * Checks of types, each made once. They call the checks of parts without knowing which: V8 compiles functions that know one another into
 * one another, which takes longer than all that they do in most apps.
 */
export class TypeChecks {
  /** By the name of a type, or by the type that has none. */
  private readonly known = new Map<ArgumentType, Check>();

  constructor(private readonly types: ArgumentTypes) {}

  public of(type: ArgumentType): Check {
    const key = typeof type === 'object' && 'of' in type ? type.of : type;
    let check = this.known.get(key);
    if (!check) {
      check = this.make(type);
      this.known.set(key, check);
    }
    return check;
  }

  public missing(type: ArgumentType): Fault {
    return { path: '', text: `is missing: set it to ${typeName(this.types, type)}` };
  }

  private make(type: ArgumentType): Check {
    const fits = this.fitsOf(type);
    const inside = this.insideOf(type);
    return (value, wider) => {
      if (value === undefined || value === null) {
        return this.missing(type);
      }
      return fits(value) ? inside?.(value, wider) : this.misfit(type, value);
    };
  }

  private misfit(type: ArgumentType, value: unknown): Fault | undefined {
    return isLate(value) ? lateFault(type) : { path: '', text: `is ${valueText(value, type)}: it must be ${typeName(this.types, type, value)}` };
  }

  /** Whether the value itself is of the type; its parts are looked at one by one. */
  private fitsOf(type: ArgumentType): Fits {
    if (typeof type === 'string') {
      return PRIMITIVES.includes(type) ? (value) => typeof value === type : () => true;
    }
    if ('array' in type) {
      return Array.isArray;
    }
    return 'map' in type ? (value) => isObject(value) && isPlain(value) : this.fitsNamed(type.of);
  }

  private fitsNamed(fqn: string): Fits {
    const { structs, enums, foreign } = this.types;
    if (structs[fqn]) {
      return isObject;
    }
    if (enums[fqn]) {
      const members = Object.values<unknown>(enums[fqn]);
      return (value) => members.includes(value);
    }
    return (foreign[fqn] ?? 'class') === 'class' ? instanceOf(fqn) : isObject;
  }

  private insideOf(type: ArgumentType): Check | undefined {
    if (typeof type === 'string') {
      return undefined;
    }
    if ('array' in type) {
      return inList(this.of(type.array));
    }
    if ('map' in type) {
      return inMap(this.of(type.map));
    }
    return this.types.structs[type.of] && this.inStruct(type.of);
  }

  /** What is given is looked at, and what must be: most structs have many properties of which few are given. */
  private inStruct(fqn: string): Check {
    const properties = this.types.structs[fqn];
    const required = Object.keys(properties).filter((key) => properties[key][1]);
    const isForeign = this.types.foreign[fqn] !== undefined;
    const faultAt = (key: string, part: unknown, isStrict: boolean): Fault | undefined => {
      if (part === undefined || part === null) {
        return undefined;
      }
      return Object.hasOwn(properties, key) ? this.of(properties[key][0])(part) : isStrict ? this.unknown(fqn, key) : undefined;
    };
    return (value, wider) => {
      const struct = value as Parts;
      const plain = isPlain(struct);
      for (const key in plain ? struct : properties) {
        const fault = faultAt(key, struct[key], plain && !wider);
        if (fault && !(fault.late && isForeign)) {
          return atKey(key, fault, struct);
        }
      }
      for (const key of required) {
        if (struct[key] === undefined || struct[key] === null) {
          return atKey(key, this.missing(properties[key][0]), struct);
        }
      }
      return undefined;
    };
  }

  /** Structs of later versions of other packages may have more. */
  private unknown(fqn: string, key: string): Fault | undefined {
    const meant = didYouMean(key, Object.keys(this.types.structs[fqn]));
    return this.types.foreign[fqn] === undefined || meant !== ''
      ? { path: '', text: `is not a property of ${lastPart(fqn)}${meant}: correct it or leave it out` } : undefined;
  }
}

function inList(check: Check): Check {
  return (value) => {
    const list = value as unknown[];
    for (let index = 0; index < list.length; index++) {
      const fault = check(list[index]);
      if (fault) {
        return { ...fault, path: `[${index}]${fault.path}` };
      }
    }
    return undefined;
  };
}

function inMap(check: Check): Check {
  return (value) => {
    const map = value as Parts;
    for (const key in map) {
      const fault = check(map[key]);
      if (fault) {
        return atKey(key, fault, map);
      }
    }
    return undefined;
  };
}

function atKey(key: string, fault: Fault, value: Parts): Fault | undefined {
  return isLate(value) ? undefined : { ...fault, path: `.${key}${fault.path}` };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && !Array.isArray(value);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value of a token of cdk8s is known later. */
function isLate(value: unknown): boolean {
  return typeof value === 'object' && value !== null && namesOf(value).includes('cdk8s.Lazy');
}

/** Texts, numbers and lists are read when a construct is created, to check and to quote them. */
function lateFault(type: ArgumentType): Fault | undefined {
  return typeof type !== 'string' && 'of' in type ? undefined : { path: '', text: LATE, late: true };
}

/** An object of another copy or version of a package counts, and so does one of a class that jsii does not know. */
function instanceOf(fqn: string): Fits {
  const known = new WeakMap<object, boolean>(); // by the constructor
  return (value) => {
    if (!isObject(value) || isPlain(value)) {
      return false;
    }
    let answer = known.get(value.constructor);
    if (answer === undefined) {
      const names = namesOf(value);
      answer = names.length === 0 || names.some((name) => lastPart(name) === lastPart(fqn));
      known.set(value.constructor, answer);
    }
    return answer;
  };
}

/** The classes of an object, by the names that jsii gives them. */
function namesOf(value: object): string[] {
  const names: string[] = [];
  for (let prototype = Object.getPrototypeOf(value); prototype; prototype = Object.getPrototypeOf(prototype)) {
    const fqn = prototype.constructor?.[Symbol.for('jsii.rtti')]?.fqn;
    if (typeof fqn === 'string') {
      names.push(fqn);
    }
  }
  return names;
}
