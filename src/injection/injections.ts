import { IConstruct } from 'constructs';
import { beforeValidation } from '../core/objects/reaches';
import { Carried } from '../core/values/carried';

/** Adds what is not there yet. */
type Injection = () => void;

/**
 * All injections of an app, in the order of their creation. They run before cdk8s validates and renders, whether it writes the app or a single chart, and
 * again when constructs have been added since.
 */
export class Injections {
  public static of(scope: IConstruct): Injections {
    return injections.of(scope.node.root, (root) => new Injections(root));
  }

  private readonly all: Injection[] = [];
  /** How many constructs there were when all had run. */
  private size = 0;

  private constructor(private readonly root: IConstruct) {
    beforeValidation(root, () => this.run());
  }

  public add(injection: Injection): void {
    this.all.push(injection);
  }

  /** cdk8s validates the whole app again for each of its charts. */
  private run(): void {
    if (this.count() !== this.size) {
      this.all.forEach((inject) => inject());
      this.size = this.count();
    }
  }

  private count(): number {
    return this.root.node.findAll().length;
  }
}

const injections = new Carried<Injections>('injections');
