/**
 * What this library knows about an object of other code: stored on the object under a symbol, so that it lives as long as the object.
 */
export class Carried<T extends object> {
  private readonly key: symbol;

  constructor(name: string) {
    this.key = Symbol(`cdk8s-pod-patterns.${name}`);
  }

  /** What the object carries, if anything. */
  public find(carrier: object): T | undefined {
    return (carrier as { [key: symbol]: T })[this.key];
  }

  /** What the object carries, made when it is first asked for. */
  public of<O extends object>(carrier: O, make: (carrier: O) => T): T {
    const found = this.find(carrier);
    if (found !== undefined) {
      return found;
    }
    const value = make(carrier);
    Object.defineProperty(carrier, this.key, { value });
    return value;
  }
}
