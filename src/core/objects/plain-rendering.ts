import { ApiObject, App, ImplicitTokenResolver, IResolver, LazyResolver, NumberStringUnionResolver, ResolutionContext } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { patchesOf, propsOf } from './reaches';

/**
 * What cdk8s renders, in one walk over the properties of an object: cdk8s asks all resolvers about every value, and copies everything twice.
 * Whatever is not plain, such as patches and resolvers of users, is left to cdk8s, which words the errors too.
 */

interface Parts {
  readonly [key: string]: any;
}

/** The manifest of an object that renders itself as its class says; undefined where cdk8s is to do that. */
export function plainManifest(object: ApiObject): Parts | undefined {
  if (object.constructor === ApiObject) {
    return plainProperties(object);
  }
  const type = kubeClasses[object.constructor.name];
  const properties = type && type === object.constructor ? plainProperties(object) : undefined;
  return properties && type.manifest(properties);
}

const kubeClasses = kplus.k8s as unknown as { readonly [name: string]: Function & { manifest(properties: Parts): Parts } };

/** What `toJson()` of ApiObject returns; undefined where it is to do that. */
export function plainProperties(object: ApiObject): Parts | undefined {
  const { resolvers } = App.of(object);
  if (patchesOf(object).length > 0 || !resolvers.every(({ constructor }) => BUILT_IN.includes(constructor))) {
    return undefined;
  }
  try {
    const { apiVersion, kind, ...properties } = propsOf(object);
    const metadata = object.metadata.toJson();
    return { apiVersion, kind, metadata, ...new PlainValues(object, resolvers).of({ ...properties, metadata }) };
  } catch {
    return undefined;
  }
}

const BUILT_IN: unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

class PlainValues {
  private readonly isSorted = !process.env.CDK8S_DISABLE_SORT;

  constructor(private readonly object: ApiObject, private readonly resolvers: IResolver[]) {}

  public of(value: any): any {
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof value !== 'object') {
      return value;
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.of(item));
    }
    if (value.constructor !== Object || typeof value.resolve === 'function') {
      return this.of(this.resolved(value));
    }
    const result: { [key: string]: unknown } = {};
    const keys = Object.keys(value);
    for (const key of this.isSorted ? keys.sort() : keys) {
      if (key === '__proto__') {
        throw new Error('no plain key');
      }
      const part = this.of(value[key]);
      if (part !== undefined) {
        result[key] = part;
      }
    }
    return result;
  }

  /** The built-in resolvers change nothing that is plain, and do not ask where a value stands. */
  private resolved(value: object): unknown {
    const context = new ResolutionContext(this.object, [], value);
    for (const resolver of this.resolvers) {
      resolver.resolve(context);
      if (context.replaced) {
        return context.replacedValue;
      }
    }
    throw new Error('no plain value');
  }
}
