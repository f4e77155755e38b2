import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';

type Synthesis = 'synth' | 'synthYaml';

/**
 * While an app is synthesized, its objects are rendered once: for whoever looks at them first, and from memory for whoever comes then.
 * Rendering takes most of the time of synthesis, and with some options of cdk8s-plus it cannot be done twice.
 */
export class SingleRendering {
  private readonly rendered = new Map<ApiObject, any>();
  private underWay = false;

  /**
   * @param root the app; anything else is never synthesized as a whole
   * @param finished is called after each synthesis
   */
  constructor(root: IConstruct, finished: () => void) {
    const app = root as unknown as { [method in Synthesis]?: () => unknown };
    for (const method of ['synth', 'synthYaml'] as const) {
      const original = app[method];
      if (original) {
        app[method] = () => {
          this.underWay = true;
          try {
            return original.call(app);
          } finally {
            this.underWay = false;
            this.rendered.clear();
            finished();
          }
        };
      }
    }
  }

  public get isUnderWay(): boolean {
    return this.underWay;
  }

  public render(object: ApiObject): any {
    const manifest = object.toJson();
    if (this.underWay) {
      this.hand(object, manifest);
    }
    return manifest;
  }

  /** The next rendering of the object gets what is there already. */
  private hand(object: ApiObject, manifest: any): void {
    const { toJson } = object;
    this.rendered.set(object, manifest);
    object.toJson = () => {
      const known = this.rendered.get(object);
      this.rendered.delete(object);
      object.toJson = toJson; // deleting a property would make the object slow
      return known ?? object.toJson();
    };
  }
}
