import { IConstruct } from 'constructs';
import { TypeChecks } from './type-checks';
import { ArgumentTypes, Methods, Parameter } from './type-table';

/**
 * Types do not hold in JavaScript, and in TypeScript not behind `any`. What users call is checked against the types that jsii knows, so that a
 * mistake is an error that names the property and the way out.
 */

type AnyClass = (new (...args: unknown[]) => object) & { [name: string]: unknown };

const checksOf = new WeakMap<ArgumentTypes, TypeChecks>();

/** The class with checks of what its constructor and its methods are given. What is no public class comes back as it is. */
export function withChecks(types: ArgumentTypes, name: string, value: unknown): unknown {
  const known = Object.hasOwn(types.classes, name) ? types.classes[name] : undefined;
  if (!known || typeof value !== 'function') {
    return value;
  }
  const checks = checksOf.get(types) ?? new TypeChecks(types);
  checksOf.set(types, checks);
  const type = value as AnyClass;
  wrapMethods(checks, type, known.static, name);
  wrapMethods(checks, type.prototype, known.instance, name);
  const call = `new ${name}()`;
  const checked: AnyClass = new Proxy(type, {
    construct(target, args, newTarget) {
      checkArguments(checks, { call, scope: args, wider: newTarget !== checked }, known.initializer, args);
      return Reflect.construct(target, args, newTarget === checked ? target : newTarget);
    },
  });
  return checked;
}

function wrapMethods(checks: TypeChecks, holder: { [name: string]: unknown }, methods: Methods, prefix: string): void {
  for (const [name, parameters] of Object.entries(methods)) {
    const method = Object.hasOwn(holder, name) ? holder[name] : undefined;
    if (typeof method === 'function') {
      const call = `${prefix}.${name}()`;
      holder[name] = function (this: unknown, ...args: unknown[]) {
        checkArguments(checks, { call }, parameters, args);
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
function checkArguments(checks: TypeChecks, { call, scope, wider }: Call, parameters: Parameter[], args: unknown[]): void {
  for (let index = 0; index < parameters.length; index++) {
    const { 0: name, 1: type, 2: required } = parameters[index]; // by their places: V8 takes an iterator for `[name, type, required]`
    const value = args[index];
    const fault = required || (value !== undefined && value !== null) ? checks.of(type)(value, wider) : undefined;
    if (fault) {
      const isProperty = fault.path.startsWith('.') && index === parameters.length - 1;
      throw new Error(`'${isProperty ? fault.path.slice(1) : name + fault.path}' of ${scope ? pathOf(scope) ?? call : call} ${fault.text}`);
    }
  }
}
