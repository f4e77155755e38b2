import { ApiObject, App, ImplicitTokenResolver, IResolver, LazyResolver, NumberStringUnionResolver, ResolutionContext } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { known, LearnedConversion } from './learned-conversion';
import { patchesOf, propsOf } from './reaches';
import { Carried } from '../values/carried';

/**
 * What cdk8s renders, in one walk over the properties of an object: cdk8s asks all resolvers about every value, and copies everything three times.
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
  return type && type === object.constructor ? convertedManifest(object, type) : undefined;
}

/** A class that cdk8s has generated, which copies once more what it knows of the properties. */
type KubeClass = Function & { readonly GVK: Parts; manifest(properties: Parts): Parts };

const kubeClasses = kplus.k8s as unknown as { readonly [name: string]: KubeClass };
const conversions = new Carried<LearnedConversion>('conversion');

/** What is learned of one object of a class is true of all. */
function convertedManifest(object: ApiObject, type: KubeClass): Parts | undefined {
  const conversion = conversions.of(type, () => new LearnedConversion());
  const converted = isSorted() ? plainProperties(object, conversion) : undefined;
  if (converted) {
    return { ...converted, ...type.GVK };
  }
  const properties = plainProperties(object);
  const manifest = properties && type.manifest(properties);
  if (manifest) {
    conversion.learn(properties, manifest);
  }
  return manifest;
}

/** What `toJson()` of ApiObject returns; undefined where it is to do that. */
export function plainProperties(object: ApiObject, conversion?: LearnedConversion): Parts | undefined {
  const { resolvers } = App.of(object);
  if (patchesOf(object).length > 0 || !resolvers.every(({ constructor }) => BUILT_IN.includes(constructor))) {
    return undefined;
  }
  try {
    const { apiVersion, kind, ...properties } = propsOf(object);
    const metadata = object.metadata.toJson();
    return { apiVersion, kind, metadata, ...new PlainValues(object, resolvers).of({ ...properties, metadata }, conversion) };
  } catch {
    return undefined;
  }
}

const BUILT_IN: unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

const isSorted = () => !process.env.CDK8S_DISABLE_SORT;

/**
 * The walk is one function that calls itself. V8 compiles two that call each other into one another again and again, which takes longer than
 * rendering a hundred workloads.
 */
class PlainValues {
  private readonly isSorted = isSorted();

  constructor(private readonly object: ApiObject, private readonly resolvers: IResolver[]) {}

  /** @param conversion what the class of the object does at this place, if it does anything */
  public of(value: any, conversion?: LearnedConversion): any {
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof value !== 'object') {
      conversion?.checkScalar();
      return value;
    }
    if (Array.isArray(value)) {
      const items = conversion?.ofItems();
      const list: unknown[] = [];
      for (let index = 0; index < value.length; index++) {
        list.push(this.of(value[index], items));
      }
      return list;
    }
    if (value.constructor !== Object || typeof value.resolve === 'function') {
      return this.of(this.resolved(value), conversion);
    }
    const takesValue = conversion?.takesValue;
    const members = takesValue ? undefined : conversion?.ofMembers();
    const result: { [key: string]: unknown } = {};
    for (const key of this.keysOf(value)) {
      const given = value[key];
      if (given !== undefined && given !== null) {
        const member = members && known(members.get(key));
        const part = this.of(given, member?.conversion);
        if (part !== undefined) {
          result[member ? member.writtenName : key] = part;
        }
      }
    }
    return takesValue ? result.value : result;
  }

  private keysOf(value: Parts): string[] {
    const keys = Object.keys(value);
    if (keys.includes('__proto__')) {
      throw new Error('no plain key');
    }
    return this.isSorted ? keys.sort() : keys;
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
