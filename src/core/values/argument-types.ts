import { IConstruct } from 'constructs';
import { didYouMean } from './spelling';
import { ArgumentType, ArgumentTypes, Methods, Parameter } from './type-table';
import { lastPart, typeName, valueText } from './type-words';

/**
 * Types do not hold in JavaScript, and in TypeScript not behind `any`. What users call is checked against the types that jsii knows, so that a
 * mistake is an error that names the property and the way out.
 */

type AnyClass = (new (...args: unknown[]) => object) & { [name: string]: unknown };

/** The class with checks of what its constructor and its methods are given. What is no public class comes back as it is. */
export function withChecks(types: ArgumentTypes, name: string, value: unknown): unknown {
  const known = Object.hasOwn(types.classes, name) ? types.classes[name] : undefined;
  if (!known || typeof value !== 'function') {
    return value;
  }
  const type = value as AnyClass;
  wrapMethods(types, type, known.static, name);
  wrapMethods(types, type.prototype, known.instance, name);
  const call = `new ${name}()`;
  const checked: AnyClass = new Proxy(type, {
    construct(target, args, newTarget) {
      checkArguments(types, { call, scope: args, wider: newTarget !== checked }, known.initializer, args);
      return Reflect.construct(target, args, newTarget === checked ? target : newTarget);
    },
  });
  return checked;
}

function wrapMethods(types: ArgumentTypes, holder: { [name: string]: unknown }, methods: Methods, prefix: string): void {
  for (const [name, parameters] of Object.entries(methods)) {
    const method = Object.hasOwn(holder, name) ? holder[name] : undefined;
    if (typeof method === 'function') {
      const call = `${prefix}.${name}()`;
      holder[name] = function (this: unknown, ...args: unknown[]) {
        checkArguments(types, { call }, parameters, args);
        return method.apply(this, args);
      };
    }
  }
}

/** The path that the construct will have. */
function pathOf([scope, id]: unknown[]): string | undefined {
  const path = (scope as IConstruct | undefined)?.node?.path;
  return typeof path !== 'string' ? undefined : `'${[path, id].filter(Boolean).join('/')}'`;
}

interface Call {
  readonly call: string;
  /** The arguments of a construct. */
  readonly scope?: unknown[];
  /** Whether properties may have others beside them: those of a class that extends the one that is called. */
  readonly wider?: boolean;
}

/** A struct at the end stands for its properties. */
function checkArguments(types: ArgumentTypes, { call, scope, wider }: Call, parameters: Parameter[], args: unknown[]): void {
  for (let index = 0; index < parameters.length; index++) {
    const [name, type, required] = parameters[index];
    const fault = faultOf(types, type, required, args[index], wider);
    if (fault) {
      const isProperty = fault.path.startsWith('.') && index === parameters.length - 1;
      throw new Error(`'${isProperty ? fault.path.slice(1) : name + fault.path}' of ${scope ? pathOf(scope) ?? call : call} ${fault.text}`);
    }
  }
}

/** What is wrong, and where in the value. */
interface Fault {
  readonly path: string;
  readonly text: string;
  /** Whether the value is only known at synthesis, which is right for cdk8s. */
  readonly late?: boolean;
}

/** Runs for everything that users make: nothing is allocated while all is well. */
function faultOf(types: ArgumentTypes, type: ArgumentType, required: boolean, value: unknown, wider = false): Fault | undefined {
  if (value === undefined || value === null) {
    return required ? { path: '', text: `is missing: set it to ${typeName(types, type)}` } : undefined;
  }
  if (!fits(types, type, value)) {
    return isLate(value) ? faultOfLate(type) : { path: '', text: `is ${valueText(value, type)}: it must be ${typeName(types, type, value)}` };
  }
  return typeof type === 'string' ? undefined : faultInside(types, type, value, wider);
}

/** Texts, numbers and lists are read when a construct is created, to check and to quote them. */
function faultOfLate(type: ArgumentType): Fault | undefined {
  return typeof type !== 'string' && 'of' in type ? undefined : { path: '', text: LATE, late: true };
}

const LATE = 'is a Lazy, but it is needed before synthesis: pass the value itself';

function faultInside(types: ArgumentTypes, type: Exclude<ArgumentType, string>, value: unknown, wider: boolean): Fault | undefined {
  if ('array' in type) {
    return faultInList(types, type.array, value as unknown[]);
  }
  return 'map' in type ? faultInMap(types, type.map, value as Parts) : faultInStruct(types, type.of, value as Parts, wider);
}

type Parts = { readonly [name: string]: unknown };

function faultInList(types: ArgumentTypes, type: ArgumentType, list: unknown[]): Fault | undefined {
  for (let index = 0; index < list.length; index++) {
    const fault = faultOf(types, type, true, list[index]);
    if (fault) {
      return { ...fault, path: `[${index}]${fault.path}` };
    }
  }
  return undefined;
}

function faultInMap(types: ArgumentTypes, type: ArgumentType, map: Parts): Fault | undefined {
  for (const key in map) {
    const fault = faultOf(types, type, true, map[key]);
    if (fault) {
      return atKey(key, fault, map);
    }
  }
  return undefined;
}

/** What is given is looked at, and what must be: most structs have many properties of which few are given. */
function faultInStruct(types: ArgumentTypes, fqn: string, struct: Parts, wider: boolean): Fault | undefined {
  const properties = types.structs[fqn];
  if (!properties) {
    return undefined;
  }
  const plain = isPlain(struct);
  for (const key in plain ? struct : properties) {
    const value = struct[key];
    if (value !== undefined && value !== null) {
      const fault = Object.hasOwn(properties, key)
        ? faultOf(types, properties[key][0], true, value)
        : faultOfUnknown(types, fqn, key, plain && !wider);
      if (fault && !(fault.late && types.foreign[fqn] !== undefined)) {
        return atKey(key, fault, struct);
      }
    }
  }
  const missing = requiredOf(properties).find((key) => struct[key] === undefined || struct[key] === null);
  return missing === undefined ? undefined : atKey(missing, faultOf(types, properties[missing][0], true, undefined)!, struct);
}

type Struct = ArgumentTypes['structs'][string];

const required = new Map<Struct, string[]>();

function requiredOf(properties: Struct): string[] {
  let names = required.get(properties);
  if (!names) {
    names = Object.keys(properties).filter((key) => properties[key][1]);
    required.set(properties, names);
  }
  return names;
}

/** Objects of classes have more than what is asked of them, and so may structs of later versions of other packages. */
function faultOfUnknown(types: ArgumentTypes, fqn: string, key: string, isStrict: boolean): Fault | undefined {
  const meant = isStrict ? didYouMean(key, Object.keys(types.structs[fqn])) : '';
  return isStrict && (types.foreign[fqn] === undefined || meant !== '')
    ? { path: '', text: `is not a property of ${lastPart(fqn)}${meant}: correct it or leave it out` } : undefined;
}

function atKey(key: string, fault: Fault, value: Parts): Fault | undefined {
  return isLate(value) ? undefined : { ...fault, path: `.${key}${fault.path}` };
}

/** Whether the value itself is of the type; its parts are looked at one by one. */
function fits(types: ArgumentTypes, type: ArgumentType, value: unknown): boolean {
  if (typeof type === 'string') {
    return typeof value === type || !PRIMITIVES.includes(type);
  }
  if ('array' in type) {
    return Array.isArray(value);
  }
  const isObject = typeof value === 'object' && !Array.isArray(value);
  if ('map' in type) {
    return isObject && isPlain(value as object);
  }
  switch (kindOf(types, type.of)) {
    case 'enum':
      return Object.values(types.enums[type.of]).includes(value as string);
    case 'class':
      return isObject && isInstance(value as object, type.of);
    default:
      return isObject;
  }
}

const PRIMITIVES = ['string', 'number', 'boolean'];

function kindOf(types: ArgumentTypes, fqn: string): string | undefined {
  return types.structs[fqn] ? 'struct' : types.enums[fqn] ? 'enum' : types.foreign[fqn] ?? 'class';
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value of a token of cdk8s is known later. */
function isLate(value: unknown): boolean {
  return typeof value === 'object' && value !== null && namesOf(value).includes('cdk8s.Lazy');
}

/** By the constructor of an object: whether it is an instance of a class. */
const instances = new WeakMap<object, Map<string, boolean>>();

/** An object of another copy or version of a package counts, and so does one of a class that jsii does not know. */
function isInstance(value: object, fqn: string): boolean {
  if (isPlain(value)) {
    return false;
  }
  let known = instances.get(value.constructor);
  if (!known) {
    known = new Map();
    instances.set(value.constructor, known);
  }
  let answer = known.get(fqn);
  if (answer === undefined) {
    const names = namesOf(value);
    answer = names.length === 0 || names.some((name) => lastPart(name) === lastPart(fqn));
    known.set(fqn, answer);
  }
  return answer;
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
