import { ApiObject } from 'cdk8s';
import { plainManifest } from './plain-rendering';
import { Carried } from '../values/carried';

/** Changes a manifest in place. */
export type Step = (manifest: any) => void;

/** What this library does to the manifest of an object when cdk8s has rendered it, with the JSON patches of its user. */
export class Rendering {
  public static of(object: ApiObject): Rendering {
    return renderings.of(object, () => new Rendering(object));
  }

  /** Depends on what all other steps have done. */
  public last?: Step;
  /** While cdk8s renders, it asks for the name that the object was given. */
  public active = false;
  private readonly steps: Step[] = [];

  private constructor(object: ApiObject) {
    const { toJson } = object;
    const isPlain = toJson === object.constructor.prototype.toJson;
    object.toJson = () => this.render(() => (isPlain ? plainManifest(object) : undefined) ?? toJson.call(object));
  }

  public add(step: Step): void {
    this.steps.push(step);
  }

  private render(toJson: () => any): any {
    this.active = true;
    try {
      const manifest = toJson();
      this.steps.forEach((step) => step(manifest));
      this.last?.(manifest);
      return manifest;
    } finally {
      this.active = false;
    }
  }
}

const renderings = new Carried<Rendering>('rendering');
