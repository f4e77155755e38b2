import { ApiObject, ApiObjectMetadataDefinition, App, ImplicitTokenResolver, Lazy, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { known, LearnedConversion } from './learned-conversion';
import { attributesOf, patchesOf, propsOf } from './reaches';
import { Carried } from '../values/carried';

/**
 * What cdk8s renders, in one walk over the properties of an object: cdk8s asks all resolvers about every value, and copies everything three times.
 * Whatever is not plain, such as patches, resolvers of users and unsorted keys, is left to cdk8s, which words the errors too.
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
  const converted = plainProperties(object, conversion);
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
  if (process.env.CDK8S_DISABLE_SORT || patchesOf(object).length > 0 || !resolvers.every(({ constructor }) => BUILT_IN.includes(constructor))) {
    return undefined;
  }
  try {
    const { apiVersion, kind, ...properties } = propsOf(object);
    const metadata = plainMetadata(object.metadata);
    return { apiVersion, kind, metadata, ...plainValue({ ...properties, metadata }, conversion) };
  } catch {
    return undefined;
  }
}

const BUILT_IN: unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** What `toJson()` of metadata returns, which leaves out what is empty, and is asked where there are more than texts and maps of them. */
function plainMetadata(metadata: ApiObjectMetadataDefinition): Parts {
  const parts = Object.entries(attributesOf(metadata)).filter(([, part]) => !isEmpty(part));
  return parts.every(([, part]) => isText(part) || isTexts(part)) ? Object.fromEntries(parts) : metadata.toJson();
}

const isEmpty = (part: any) => part === undefined || part === null || (Array.isArray(part) || isPlain(part)) && Object.keys(part).length === 0;
const isText = (part: unknown) => typeof part === 'string';
const isTexts = (part: any) => isPlain(part) && Object.values(part).every(isText);
const isPlain = ({ constructor }: object) => constructor === Object;

/**
 * The walk is one function that calls itself. V8 compiles two that call each other into one another again and again, which takes longer than
 * rendering a hundred workloads.
 *
 * @param conversion what the class of the object does at this place, if it does anything
 */
function plainValue(value: any, conversion?: LearnedConversion): any {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'object') {
    conversion?.checkScalar();
    return value;
  }
  if (Array.isArray(value)) {
    const items = conversion?.ofItems();
    const list = value.slice();
    for (let index = 0; index < list.length; index++) {
      list[index] = plainValue(list[index], items);
    }
    return list;
  }
  if (value.constructor !== Object || typeof value.resolve === 'function') {
    return plainValue(resolved(value), conversion);
  }
  const takesValue = conversion?.takesValue;
  const members = takesValue ? undefined : conversion?.ofMembers();
  const result: { [key: string]: unknown } = {};
  for (const key of sortedKeys(value)) {
    const given = value[key];
    if (given !== undefined && given !== null) {
      const member = members && known(members.get(key));
      const part = plainValue(given, member?.conversion);
      if (part !== undefined) {
        result[member ? member.writtenName : key] = part;
      }
    }
  }
  return takesValue ? result.value : result;
}

function sortedKeys(value: Parts): string[] {
  const keys = Object.keys(value).sort();
  if (keys.includes('__proto__')) {
    throw new Error('no plain key');
  }
  return keys;
}

/** As the built-in resolvers do it, which change nothing that is plain, and do not ask where a value stands. */
function resolved(value: any): unknown {
  if (value instanceof Lazy) {
    return value.produce();
  }
  if (typeof value.resolve === 'function') {
    return value.resolve();
  }
  if (typeof value.value === 'string' || typeof value.value === 'number') {
    return { value: value.value };
  }
  throw new Error('no plain value');
}
