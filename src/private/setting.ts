import { IConstruct } from 'constructs';
import { at } from './errors';

/**
 * A setting of an app, a chart or a workload: plain data on the scope that it was applied to.
 *
 * The nearest scope above the reader wins. Construct context cannot carry it: that is refused as soon as
 * a scope has children. A reader marks every scope it passed, so that a setting that comes too late is an
 * error instead of being missed in silence.
 */
export class Setting<T> {
  private readonly value: symbol;
  private readonly reader: symbol;

  constructor(private readonly name: string, private readonly fallback: T) {
    this.value = Symbol.for(`cdk8s-pod-patterns.${name}`);
    this.reader = Symbol.for(`cdk8s-pod-patterns.${name}.reader`);
  }

  public applyTo(scope: IConstruct, value: T): void {
    const carrier = scope as unknown as Record<symbol, unknown>;
    const reader = carrier[this.reader] as IConstruct | undefined;
    if (reader) {
      throw new Error(`${this.name} of ${at(scope)} was already read by ${at(reader)}: apply it before the patterns below it are created`);
    }
    carrier[this.value] = value;
  }

  public read(reader: IConstruct): T {
    for (let scope: IConstruct | undefined = reader; scope; scope = scope.node.scope) {
      const carrier = scope as unknown as Record<symbol, unknown>;
      if (carrier[this.value] !== undefined) {
        return carrier[this.value] as T;
      }
      carrier[this.reader] ??= reader;
    }
    return this.fallback;
  }
}
