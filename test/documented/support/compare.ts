import { isDeepStrictEqual } from 'node:util';
import { ContainerFacts, ExampleFacts, ObjectFacts, SecurityContext, Volume, VolumeMount } from './facts';
import { Container, Manifest, podOf, PodSpec, renameHashes } from './manifests';
import { isAddedLabel, isAddedMount, isAddedProbe, isScripts, mayBeReadOnly, pins } from './rules';

export interface Difference {
  readonly field: string;
  readonly document: string;
  readonly ours: string;
}

const NONE = '-';

/** What differs between a document and its example, apart from the general rules. */
export function differences(facts: ExampleFacts, written: Manifest[]): Difference[] {
  const manifests = renameHashes(written, '');
  const isDocumented = (manifest: Manifest) => facts.objects.some((object) => isSame(object, manifest));
  const added = manifests.filter((manifest) => !isDocumented(manifest) && !isScripts(manifest));
  return [
    ...added.map((manifest) => ({ field: manifest.kind, document: NONE, ours: manifest.metadata.name })),
    ...facts.objects.flatMap((object) => {
      const manifest = manifests.find((candidate) => isSame(object, candidate));
      return manifest ? compareObject(object, manifest) : [{ field: object.kind, document: object.name, ours: NONE }];
    }),
  ];
}

function isSame(object: ObjectFacts, manifest: Manifest): boolean {
  return manifest.kind === object.kind && manifest.metadata.name === object.name;
}

function compareObject(object: ObjectFacts, manifest: Manifest): Difference[] {
  const pod = podOf(manifest);
  return [
    ...compareLabels('labels', object.labels, manifest.metadata.labels),
    ...object.keys ? compare(`${object.name} keys`, sorted(object.keys), sorted(Object.keys(manifest.data ?? {}))) : [],
    ...object.spec && !holds(manifest.spec, object.spec) ? compare(`${object.name} spec`, JSON.stringify(object.spec), JSON.stringify(manifest.spec)) : [],
    ...object.replicas === undefined ? [] : compare('replicas', String(object.replicas), String(manifest.spec.replicas ?? NONE)),
    ...pod && object.kind !== 'Pod' ? compareLabels('pod labels', object.podLabels, pod.labels) : [],
    ...Object.entries(object.podAnnotations ?? {}).flatMap(([name, value]) => compare(`annotation ${name}`, value, pod?.annotations?.[name] ?? NONE)),
    ...pod && object.containers ? comparePod(object, pod.spec) : [],
  ];
}

const POD_FIELDS = ['restartPolicy', 'dnsPolicy', 'terminationGracePeriodSeconds'] as const;

function comparePod({ initContainers = [], containers = [], volumes = [], ...fields }: ObjectFacts, pod: PodSpec): Difference[] {
  const ours = [...pod.initContainers ?? [], ...pod.containers];
  return [
    ...POD_FIELDS.flatMap((name) => (fields[name] === undefined ? [] : compare(name, String(fields[name]), String(pod[name] ?? NONE)))),
    ...compareFields('securityContext', fields.securityContext, { ...pod.containers[0].securityContext, ...pod.securityContext }),
    ...compare('init containers', names(initContainers), names(pod.initContainers)),
    ...compare('containers', names(containers), names(pod.containers)),
    ...[...initContainers, ...containers].flatMap((container) => {
      const same = ours.find(({ name }) => name === container.name);
      return same ? compareContainer(container, same, pod) : [];
    }),
    ...volumes.flatMap((volume) => compareVolume(volume, pod.volumes?.find(({ name }) => name === volume.name))),
  ];
}

function compareContainer(documented: ContainerFacts, ours: Container, pod: PodSpec): Difference[] {
  const field = (name: string) => `${documented.name} ${name}`;
  return [
    ...pins(documented.image, ours.image) ? [] : [{ field: field('image'), document: documented.image, ours: ours.image }],
    ...compareCommand(field('command'), [...documented.command ?? [], ...documented.args ?? []], [...ours.command ?? [], ...ours.args ?? []]),
    ...(documented.env ?? []).flatMap((one) => compare(field(`env ${one.name}`), valueText(one), valueText(ours.env?.find(({ name }) => name === one.name)))),
    ...(documented.ports ?? []).flatMap(({ containerPort, name }) => (
      name ? compare(field(`port ${containerPort} name`), name, ours.ports?.find((port) => port.containerPort === containerPort)?.name ?? NONE) : [])),
    ...compare(field('ports'), portsText(documented), portsText(ours)),
    ...documented.lifecycle ? compare(field('lifecycle'), JSON.stringify(documented.lifecycle), JSON.stringify(ours.lifecycle) ?? NONE) : [],
    ...compareFields(field('securityContext'), documented.securityContext, ours.securityContext),
    ...compareMounts(field('mount'), documented, ours, pod),
    ...compareResources(field(''), documented, ours),
    ...(['readinessProbe', 'livenessProbe'] as const).flatMap((kind) => compareProbe(field(kind), kind, documented, ours)),
  ];
}

/** `<script>` stands for any script that follows `sh -c`. */
function compareCommand(field: string, documented: string[], ours: string[]): Difference[] {
  const isScript = documented.at(-1) === '<script>' && isDeepStrictEqual(documented.slice(0, -1), ours.slice(0, -1));
  return isScript ? [] : compare(field, documented.join(' ') || NONE, ours.join(' ') || NONE);
}

function compareMounts(field: string, documented: ContainerFacts, ours: Container, pod: PodSpec): Difference[] {
  const at = (mounts: VolumeMount[] = [], path: string) => mounts.find((mount) => mount.mountPath === path);
  const paths = new Set([...documented.volumeMounts ?? [], ...ours.volumeMounts ?? []].map((mount) => mount.mountPath));
  return [...paths].flatMap((path) => {
    const document = at(documented.volumeMounts, path);
    const mount = at(ours.volumeMounts, path);
    if (!document && isAddedMount(ours, mount!, pod)) {
      return [];
    }
    const expected = document && mount?.readOnly && mayBeReadOnly(ours, pod) ? { ...document, readOnly: true } : document;
    return mountText(expected) === mountText(mount) ? [] : [{ field: `${field} ${path}`, document: mountText(document), ours: mountText(mount) }];
  });
}

function compareResources(field: string, documented: ContainerFacts, ours: ContainerFacts): Difference[] {
  return (['requests', 'limits'] as const).flatMap((kind) => Object.entries(documented.resources?.[kind] ?? {})
    .flatMap(([resource, amount]) => compare(`${field}${kind} ${resource}`, amount, ours.resources?.[kind]?.[resource] ?? NONE)));
}

function compareProbe(field: string, kind: 'readinessProbe' | 'livenessProbe', documented: ContainerFacts, ours: Container): Difference[] {
  const probe = ours[kind];
  const isAddition = !documented[kind] && (!probe || isAddedProbe(kind, probe, ours));
  const isKept = documented[kind] && probe && holds(probe, documented[kind]);
  return isAddition || isKept ? [] : compare(field, JSON.stringify(documented[kind]) ?? NONE, JSON.stringify(probe) ?? NONE);
}

function compareVolume(documented: Volume, ours?: Volume): Difference[] {
  const isLimited = documented.emptyDir && !documented.emptyDir.sizeLimit && ours?.emptyDir?.sizeLimit;
  return isLimited ? [] : compare(`volume ${documented.name}`, volumeText(documented), volumeText(ours));
}

/** Documented fields alone: ours may have more. */
function compareFields(field: string, documented: SecurityContext = {}, ours: SecurityContext = {}): Difference[] {
  return Object.entries(documented).flatMap(([name, value]) => compare(`${field} ${name}`, JSON.stringify(value), JSON.stringify(ours[name]) ?? NONE));
}

function compareLabels(field: string, documented: Record<string, string> = {}, ours: Record<string, string> = {}): Difference[] {
  const labels = Object.keys({ ...documented, ...ours }).filter((name) => name in documented || !isAddedLabel(name));
  return labels.flatMap((name) => compare(`${field} ${name}`, documented[name] ?? NONE, ours[name] ?? NONE));
}

function compare(field: string, document: string, ours: string): Difference[] {
  return document === ours ? [] : [{ field, document, ours }];
}

/** Whether every field of the part is in the whole, with the same value. */
function holds(whole: object, part: object): boolean {
  const found = whole as Record<string, unknown>;
  return Object.entries(part).every(([key, value]) => isDeepStrictEqual(found[key], value)
    || (isObject(value) && isObject(found[key]) && holds(found[key], value)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const names = (list: { readonly name: string }[] = []) => list.map(({ name }) => name).join(', ') || NONE;
const sorted = (list: string[]) => [...list].sort().join(', ');
const portsText = ({ ports = [] }: ContainerFacts) => ports.map((port) => `${port.containerPort}/${port.protocol ?? 'TCP'}`).join(', ') || NONE;

function valueText({ value, valueFrom }: { value?: string; valueFrom?: object } = {}): string {
  return value ?? JSON.stringify(valueFrom) ?? NONE;
}

function mountText(mount?: VolumeMount): string {
  return mount ? [mount.name, ...mount.subPath ? [`file ${mount.subPath}`] : [], ...mount.readOnly ? ['read-only'] : []].join(', ') : NONE;
}

/** The same size in one way: 1Gi and 1024Mi. */
function sizeText(size = ''): string {
  return size.replace(/^(\d+)Gi$/, (_, gibibytes) => `${gibibytes * 1024}Mi`);
}

function volumeText(volume?: Volume): string {
  if (volume?.configMap) {
    return `configMap ${volume.configMap.name}`;
  }
  return volume?.emptyDir ? ['emptyDir', sizeText(volume.emptyDir.sizeLimit)].join(' ').trim() : NONE;
}
