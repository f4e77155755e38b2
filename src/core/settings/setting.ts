import { IConstruct } from 'constructs';
import { Carried } from '../values/carried';
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
  /** The number of this setting among the reads of a scope. */
  private readonly number = settings++;

  constructor(private readonly name: string, private readonly fallback: T) {
    this.value = Symbol.for(`cdk8s-pod-patterns.${name}`);
  }

  public applyTo(scope: IConstruct, value: T): void {
    const read = readsOf(scope)[this.number];
    if (read) {
      throw new Error(`${this.name} of ${at(scope)} was already read by ${at(read.reader)}: apply it before the patterns below it are created`);
    }
    (scope as unknown as Record<symbol, unknown>)[this.value] = value;
  }

  public read(reader: IConstruct): T {
    return this.readAt(reader, reader).value;
  }

  /** What a scope was read as it stays: whoever passed it has passed those above it too. */
  private readAt(scope: IConstruct, reader: IConstruct): Read<T> {
    const reads = readsOf(scope) as Read<T>[];
    if (!reads[this.number]) {
      const own = (scope as unknown as Record<symbol, T | undefined>)[this.value];
      const above = scope.node.scope;
      const read = own === undefined && above ? this.readAt(above, reader) : { reader, value: own ?? this.fallback };
      reads[this.number] = read.reader === reader ? read : { reader, value: read.value };
    }
    return reads[this.number];
  }
}

/** What was read at a scope, by the numbers of the settings. */
const carried = new Carried<Read<unknown>[]>('settings');
const readsOf = (scope: IConstruct) => carried.of(scope, newReads);
const newReads = () => new Array(settings).fill(undefined);
let settings = 0;

interface Read<T> {
  readonly reader: IConstruct;
  readonly value: T;
}
