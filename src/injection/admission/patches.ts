import { Additions } from './additions';
import { Cel, write } from './cel';
import { figureOf, raisedResources } from './raised-resources';
import { followed, foundInstead, mountedAlready, SharedMount, sharedMountsOf } from './shared-mounts';
import { annotationFor, INJECTED } from '../annotations';

/**
 * Additions as a list of JSON patches, each of one object: the API server takes no list of objects in one patch. It is one expression for all patterns,
 * because the API server fills in fields of the pod behind each.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */

/** An expression with the patches for a pod. */
export function patchesOf(patterns: Additions[]): string {
  return `variables.missing.size() == 0 || variables.collisions != "" ? [] : (${[
    ...raisedResources(patterns),
    ...PARENTS.filter(({ isUsed }) => patterns.some(isUsed)).map(({ path, there, empty }) => unless(`has(${there})`, add(path, new Cel(empty)))),
    ...patterns.map((added) => unless(`${write(added.patternId)} in variables.injected`, `(${additionsOf(added).join('\n+ ')})`)),
    add(`/metadata/annotations/${escapeKey(INJECTED)}`, new Cel('(variables.injected + variables.missing).join(",")')),
  ].join('\n+ ')})`;
}

/** A path in the app's container. */
const inApp = (path: string) => new Cel(`"/spec/containers/" + string(variables.app) + ${write(path)}`);

/** What something is added to, and may not be there yet. */
const PARENTS: { readonly path: string | Cel; readonly there: string; readonly empty: string; readonly isUsed: (added: Additions) => boolean }[] = [
  { path: '/spec/volumes', there: 'object.spec.volumes', empty: '[]', isUsed: ({ volumes }) => volumes.length > 0 },
  { path: '/spec/initContainers', there: 'object.spec.initContainers', empty: '[]', isUsed: ({ initContainers }) => initContainers.length > 0 },
  { path: '/spec/securityContext', there: 'object.spec.securityContext', empty: '{}', isUsed: ({ fsGroup, sysctls }) => fsGroup !== undefined || sysctls.length > 0 },
  { path: '/spec/securityContext/sysctls', there: 'object.spec.securityContext.sysctls', empty: '[]', isUsed: ({ sysctls }) => sysctls.length > 0 },
  ...(['volumeMounts', 'env', 'envFrom', 'ports'] as const).map((list) => (
    { path: inApp(`/${list}`), there: `variables.container.${list}`, empty: '[]', isUsed: ({ app }: Additions) => app[list].length > 0 })),
  { path: inApp('/lifecycle'), there: 'variables.container.lifecycle', empty: '{}', isUsed: ({ app }) => app.lifecycle !== undefined },
  { path: '/metadata/labels', there: 'object.metadata.labels', empty: '{}', isUsed: ({ labels }) => Object.keys(labels).length > 0 },
  { path: '/metadata/annotations', there: 'object.metadata.annotations', empty: '{}', isUsed: () => true },
];

function additionsOf({ app, ...added }: Additions): string[] {
  const shared = sharedMountsOf({ app, ...added });
  const containers = (list: any[]) => list.map((container) => adjusted(container, shared));
  return [
    ...added.volumes.map((volume) => unlessEver(mountedAlready(volume, shared), add('/spec/volumes/-', volume))),
    ...containers(added.initContainers).map((container) => add('/spec/initContainers/-', container)),
    ...containers(added.containers).map((container) => add('/spec/containers/-', container)),
    ...app.volumeMounts.map((mount) => unlessEver(foundInstead(mount, shared), add(inApp('/volumeMounts/-'), mount))),
    ...app.env.map((variable) => add(inApp('/env/-'), variable)),
    ...app.envFrom.map((source) => add(inApp('/envFrom/-'), source)),
    ...app.ports.map((port) => unless(has('variables.container.ports', 'containerPort', port), add(inApp('/ports/-'), port))),
    ...app.lifecycle ? [unless('variables.container.?lifecycle.?preStop.hasValue()', add(inApp('/lifecycle/preStop'), app.lifecycle.preStop))] : [],
    ...added.sysctls.map((sysctl) => unless(has('object.spec.securityContext.sysctls', 'name', sysctl), add('/spec/securityContext/sysctls/-', sysctl))),
    ...setDefault('/spec/securityContext/fsGroup', 'object.spec.?securityContext.?fsGroup.hasValue()', added.fsGroup),
    ...setDefault('/spec/shareProcessNamespace', 'object.spec.?shareProcessNamespace.hasValue()', added.shareProcessNamespace),
    // 30 seconds are what pods get that ask for none
    ...setDefault('/spec/terminationGracePeriodSeconds', 'object.spec.?terminationGracePeriodSeconds.orValue(30) != 30', added.terminationGracePeriodSeconds),
    ...entries('labels', added.labels),
    ...entries('annotations', added.annotations),
  ];
}

/** A container as it is added: with what annotations of the pod say, and the volumes that the app has mounted already. */
function adjusted(container: any, shared: SharedMount[]): unknown {
  const { name, image, resources, volumeMounts } = container;
  const figures = (list: 'requests' | 'limits') => resources[list] && Object.fromEntries(Object.entries(resources[list]).map(
    ([resource, figure]) => [resource, resource === 'cpu' || resource === 'memory' ? new Cel(figureOf(name, list, resource, figure)) : figure],
  ));
  return {
    ...container,
    image: new Cel(`variables.annotations[?${write(annotationFor(name, 'image'))}].orValue(${write(image)})`),
    ...resources && { resources: { requests: figures('requests'), limits: figures('limits') } },
    ...volumeMounts && { volumeMounts: volumeMounts.map((mount: any) => followed(mount, shared)) },
  };
}

/** Whether a list, which may not be there, has an item with the same key. */
function has(list: string, key: string, item: any): string {
  return `(has(${list}) && ${list}.exists(i, i.${key} == ${write(item[key])}))`;
}

function setDefault(path: string, isSet: string, value: unknown): string[] {
  return value === undefined ? [] : [unless(isSet, add(path, value))];
}

function entries(list: 'labels' | 'annotations', all: { readonly [name: string]: unknown }): string[] {
  return Object.entries(all).map(([name, value]) => (
    unless(`${write(name)} in object.metadata.?${list}.orValue({})`, add(`/metadata/${list}/${escapeKey(name)}`, value))));
}

function add(path: string | Cel, value: unknown): string {
  return `[JSONPatch{op: "add", path: ${write(path)}, value: ${write(value)}}]`;
}

function unlessEver(condition: string | undefined, patches: string): string {
  return condition === undefined ? patches : unless(condition, patches);
}

function unless(condition: string, patches: string): string {
  return `(${condition} ? [] : ${patches})`;
}

function escapeKey(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}
