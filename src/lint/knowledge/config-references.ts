import { askedOnce } from './asked-once';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { ObjectSet } from '../model/object-set';
import { Pod } from '../model/pod';
import { Condition } from '../model/set-member';

/** A place in a pod that needs a ConfigMap or a Secret, or a key of it. */
export class ConfigReference {
  /** @param keyField none where all keys are taken */
  constructor(
    public readonly kind: 'ConfigMap' | 'Secret',
    public readonly name: string,
    public readonly field: Field,
    private readonly keyField?: Field,
  ) {}

  /** For whoever does not read it: another key in another workload makes no difference then. */
  public get hasKey(): boolean {
    return this.keyField?.type === 'text';
  }

  public get key(): string | undefined {
    return this.keyField?.text;
  }
}

/** All of them that are not optional. */
export const configReferences = askedOnce((pod: Pod): ConfigReference[] => [
  ...pod.containers.flatMap(variableReferences),
  ...pod.containers.flatMap(({ volumeMounts }) => volumeMounts.flatMap((mount) => ofSubPath(pod, mount))),
  ...pod.volumes.flatMap((volume) => [
    ...ofVolume(volume, 'secretName'),
    ...volume.at('projected', 'sources').items.flatMap((source) => ofVolume(source, 'name')),
  ]),
]);

/** Those of the variables of a container that are not optional. */
export function variableReferences(container: Container): ConfigReference[] {
  const sources = container.env.map((variable) => variable.at('valueFrom')).filter(({ exists }) => exists);
  const keys = sources.flatMap((source) => [
    ...reference('ConfigMap', source.at('configMapKeyRef')),
    ...reference('Secret', source.at('secretKeyRef')),
  ]);
  const all = container.at('envFrom').items.flatMap((source) => [
    ...reference('ConfigMap', source.at('configMapRef')),
    ...reference('Secret', source.at('secretRef')),
  ]);
  return [...keys, ...all];
}

function reference(kind: ConfigReference['kind'], field: Field): ConfigReference[] {
  const name = field.at('name').text;
  const key = field.at('key');
  return name === undefined || field.at('optional').flag ? [] : [new ConfigReference(kind, name, key.exists ? key : field.at('name'), key)];
}

/** A single file of a volume that has all of them. */
function ofSubPath(pod: Pod, mount: Field): ConfigReference[] {
  const field = mount.at('subPath');
  const volume = field.text === undefined || field.text.includes('/') ? undefined : pod.volumes.find((one) => one.at('name').text === mount.at('name').text);
  return !volume ? [] : ofVolume(volume, 'secretName')
    .filter(({ hasKey, field: { parent } }) => !hasKey && !parent!.at('items').exists)
    .map(({ kind, name }) => new ConfigReference(kind, name, field, field));
}

function ofVolume(volume: Field, nameOfSecret: string): ConfigReference[] {
  return [...ofSource('ConfigMap', volume.at('configMap'), 'name'), ...ofSource('Secret', volume.at('secret'), nameOfSecret)];
}

function ofSource(kind: ConfigReference['kind'], source: Field, nameKey: string): ConfigReference[] {
  const field = source.at(nameKey);
  const name = field.text;
  if (name === undefined || source.at('optional').flag) {
    return [];
  }
  const keys = source.at('items').items.map((item) => item.at('key'));
  return [new ConfigReference(kind, name, field), ...keys.map((key) => new ConfigReference(kind, name, key, key))];
}

/** Custom resources from which a controller makes Secrets, and where they have the names; without one there, it is their own. */
const SECRET_SOURCES: { readonly [kind: string]: readonly (readonly string[])[] } = {
  // https://external-secrets.io/latest/api/externalsecret/
  ExternalSecret: [['spec', 'target', 'name']],
  // https://github.com/bitnami-labs/sealed-secrets#overview
  SealedSecret: [['spec', 'template', 'metadata', 'name']],
  // https://cert-manager.io/docs/usage/certificate/
  Certificate: [['spec', 'secretName']],
  // https://secrets-store-csi-driver.sigs.k8s.io/topics/sync-as-kubernetes-secret
  SecretProviderClass: [['spec', 'secretObjects', '*', 'secretName']],
};

/** Names of Secrets that controllers make from other objects given. */
const secretsFromOthers = askedOnce((set: ObjectSet) => new Set(Object.entries(SECRET_SOURCES).flatMap(([kind, paths]) => (
  set.ofKind(kind).flatMap((object) => {
    const named = paths.flatMap((path) => valuesAt(object.root, path));
    return named.length > 0 ? named : [object.name];
  })))));

/** Whether Kubernetes, or the controller of another object given, makes the Secret. */
export function isMadeSecret(name: string, set: ObjectSet): boolean {
  return OF_SERVICE_ACCOUNT.test(name) || secretsFromOthers(set).has(name);
}

/** With a token, as it is found in what a cluster has returned. */
const OF_SERVICE_ACCOUNT = /-token-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

function valuesAt(field: Field, [key, ...rest]: readonly string[]): string[] {
  if (key === undefined) {
    return field.text === undefined ? [] : [field.text];
  }
  return (key === '*' ? field.items : [field.at(key)]).flatMap((one) => valuesAt(one, rest));
}

/** For rules that find something only where one of what is referred to is given. */
export function ifAnyGiven(references: readonly ConfigReference[]): Condition | false {
  return references.length > 0 && { anyGiven: [...new Set(references.map(idOf))] };
}

/** The same for those that find something where one is missing. */
export function ifAnyMissing(references: readonly ConfigReference[]): Condition | false {
  return references.length > 0 && { anyMissing: [...new Set(references.map(idOf))] };
}

function idOf({ kind, name }: ConfigReference): string {
  return `${kind}/${name}`;
}

/** The keys of a ConfigMap or a Secret. */
export function keysOf(object: { at(...path: readonly string[]): Field }): Set<string> {
  return new Set(['data', 'binaryData', 'stringData'].flatMap((part) => object.at(part).fields.map((field) => String(field.key))));
}
