import { IConstruct } from 'constructs';
import { at } from '../values/errors';

/**
 * A setting of an app, a chart or a workload: plain data on the scope that it was applied to.
 *
 * The nearest scope above the reader wins. Construct context cannot carry it: that is refused as soon as
 * a scope has children. Every scope that a reader passed is remembered, so that a setting that comes too late
 * is an error instead of being missed in silence.
 */
export class Setting<T> {
  private readonly value: symbol;
  private readonly readers = new WeakMap<IConstruct, IConstruct>();

  constructor(private readonly name: string, private readonly fallback: T) {
    this.value = Symbol.for(`cdk8s-pod-patterns.${name}`);
  }

  public applyTo(scope: IConstruct, value: T): void {
    const reader = this.readers.get(scope);
    if (reader) {
      throw new Error(`${this.name} of ${at(scope)} was already read by ${at(reader)}: apply it before the patterns below it are created`);
    }
    (scope as unknown as Record<symbol, unknown>)[this.value] = value;
  }

  public read(reader: IConstruct): T {
    let passed = false;
    for (let scope: IConstruct | undefined = reader; scope; scope = scope.node.scope) {
      const carrier = scope as unknown as Record<symbol, unknown>;
      if (carrier[this.value] !== undefined) {
        return carrier[this.value] as T;
      }
      // Whoever passed a scope has passed those above it too.
      passed ||= this.readers.has(scope);
      if (!passed) {
        this.readers.set(scope, reader);
      }
    }
    return this.fallback;
  }
}
