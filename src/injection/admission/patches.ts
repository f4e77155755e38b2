import { Additions } from './additions';
import { Cel, OptionalCel, write } from './cel';
import { raisedResources } from './raised-resources';
import { isNativeSidecar } from '../../core/spec/pod-spec';
import { annotationFor, INJECTED } from '../annotations';

/**
 * Additions as a list of JSON patches, each an object of its own: the API server takes no list of objects in one patch.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */

/**
 * An expression with the patches of one pattern, for pods that have it not yet.
 *
 * @param modes what is added by the mode that pods ask for, and as usual
 */
export function patchesFor({ usual, ...modes }: { readonly [mode: string]: Additions }): string {
  const patches = patchesOf(usual);
  const others = Object.entries(modes).map(([mode, added]) => [mode, patchesOf(added)]).filter(([, text]) => text !== patches);
  const chosen = others.reduce((rest, [mode, text]) => `variables.mode == ${write(mode)} ? (${text})\n: (${rest})`, patches);
  return `${write(usual.patternId)} in variables.injected ? [] : (${chosen})`;
}

function patchesOf(added: Additions): string {
  const { app, sysctls } = added;
  const shared = app.volumeMounts.map((mount): SharedMount => ({ ...mount, found: foundAt(mount.mountPath) }));
  const containers = (list: any[]) => list.map((container) => adjusted(container, shared));
  return [
    ...append('/spec/volumes', 'object.spec.volumes', added.volumes, 'name', (volume) => unlessMounted(volume, shared)),
    ...append('/spec/initContainers', 'object.spec.initContainers', containers(added.initContainers)),
    ...append('/spec/containers', 'object.spec.containers', containers(added.containers)),
    ...shared.flatMap(({ found, ...mount }) => append(APP('volumeMounts'), 'variables.container.volumeMounts', [mount], undefined, () => `${found}.size() == 0`)),
    ...append(APP('env'), 'variables.container.env', app.env, 'name'),
    ...append(APP('envFrom'), 'variables.container.envFrom', app.envFrom),
    ...append(APP('ports'), 'variables.container.ports', app.ports, 'containerPort'),
    ...app.lifecycle ? appLifecycle(app.lifecycle) : [],
    ...append('/spec/securityContext/sysctls', 'object.spec.securityContext.sysctls', sysctls, 'name'),
    ...added.fsGroup === undefined ? [] : [unless('has(object.spec.securityContext.fsGroup)', add('/spec/securityContext/fsGroup', added.fsGroup))],
    ...added.shareProcessNamespace === undefined ? []
      : [unless('has(object.spec.shareProcessNamespace)', add('/spec/shareProcessNamespace', added.shareProcessNamespace))],
    ...added.terminationGracePeriodSeconds === undefined ? [] : [gracePeriod(added.terminationGracePeriodSeconds)],
    ...raisedResources([...added.initContainers.filter(isNativeSidecar), ...added.containers]),
    ...entries('labels', added.labels),
    ...entries('annotations', added.annotations),
    add(`/metadata/annotations/${escapeKey(INJECTED)}`, new Cel(`(variables.annotations[?${write(INJECTED)}].optMap(v, v + ",").orValue("")) + ${write(added.patternId)}`)),
  ].join('\n+ ');
}

/** A mount of the app that sidecars share: pods that have one there keep it. */
interface SharedMount {
  readonly name: string;
  readonly mountPath: string;
  /** A list with what the app has there. */
  readonly found: string;
}

function foundAt(path: string): string {
  return `variables.mounts.filter(m, m.mountPath == ${write(path)} || ${write(path)}.startsWith(m.mountPath + "/"))`;
}

/** The volume is needed where one of its mounts is. */
function unlessMounted({ name }: any, shared: SharedMount[]): string {
  const mounts = shared.filter((mount) => mount.name === name);
  return mounts.length === 0 ? '' : mounts.map(({ found }) => `${found}.size() == 0`).join(' || ');
}

/** A container as it is added: with what annotations of the pod say, and the volumes that the app has mounted already. */
function adjusted(container: any, shared: SharedMount[]): unknown {
  const { name, image, resources, volumeMounts } = container;
  const annotation = (what: 'image' | 'cpu' | 'memory') => `variables.annotations[?${write(annotationFor(name, what))}]`;
  const figures = (list: any, toText: (what: 'cpu' | 'memory', figure: unknown) => string) => list && Object.fromEntries(
    Object.entries(list).map(([what, figure]) => [what, what === 'cpu' || what === 'memory' ? new Cel(toText(what, figure)) : figure]),
  );
  return {
    ...container,
    image: new Cel(`${annotation('image')}.orValue(${write(image)})`),
    ...resources && {
      resources: {
        requests: figures(resources.requests, (what, figure) => `${annotation(what)}.orValue(${write(figure)})`),
        limits: figures(resources.limits, (what, figure) => (
          `${annotation(what)}.optMap(v, quantity(v).isGreaterThan(quantity(${write(figure)})) ? v : ${write(figure)}).orValue(${write(figure)})`)),
      },
    },
    ...volumeMounts && { volumeMounts: volumeMounts.map((mount: any) => followed(mount, shared)) },
  };
}

function followed(mount: any, shared: SharedMount[]): unknown {
  const app = shared.find(({ name, mountPath }) => name === mount.name && mountPath === mount.mountPath);
  return app ? {
    ...mount,
    name: new Cel(`${app.found}[?0].?name.orValue(${write(mount.name)})`),
    mountPath: new Cel(`${app.found}[?0].?mountPath.orValue(${write(mount.mountPath)})`),
    subPath: new OptionalCel(`${app.found}[?0].?subPath`),
  } : mount;
}

const APP = (list: string) => new Cel(`"/spec/containers/" + string(variables.app) + ${write(`/${list}`)}`);

/**
 * Adds items to a list, which may not be there yet.
 *
 * @param key items whose key the list has already are left out
 * @param condition of an item, empty for none
 */
function append(path: string | Cel, list: string, items: any[], key?: string, condition: (item: any) => string = () => ''): string[] {
  if (items.length === 0) {
    return [];
  }
  const end = path instanceof Cel ? new Cel(`${path.text} + "/-"`) : `${path}/-`;
  return [
    unless(`has(${list})`, add(path, new Cel('[]'))),
    ...items.map((item) => {
      const conditions = [condition(item), ...key ? [`!(has(${list}) && ${list}.exists(i, i.${key} == ${write(item[key])}))`] : []].filter(Boolean);
      const patch = add(end, item);
      return conditions.length > 0 ? unless(`!(${conditions.map((one) => `(${one})`).join(' && ')})`, patch) : patch;
    }),
  ];
}

/** The delay before the app stops, unless it has an action of its own. */
function appLifecycle({ preStop }: any): string[] {
  return [
    unless('has(variables.container.lifecycle)', add(APP('lifecycle'), new Cel('{}'))),
    unless('has(variables.container.lifecycle) && has(variables.container.lifecycle.preStop)', add(APP('lifecycle/preStop'), preStop)),
  ];
}

/** 30 seconds are what pods get that ask for none. */
function gracePeriod(seconds: number): string {
  return unless('object.spec.?terminationGracePeriodSeconds.orValue(30) != 30', add('/spec/terminationGracePeriodSeconds', seconds));
}

function entries(list: 'labels' | 'annotations', all: { readonly [name: string]: unknown }): string[] {
  const names = Object.keys(all);
  return [
    ...names.length > 0 || list === 'annotations' ? [unless(`has(object.metadata.${list})`, add(`/metadata/${list}`, new Cel('{}')))] : [],
    ...names.map((name) => unless(`${write(name)} in object.metadata.?${list}.orValue({})`, add(`/metadata/${list}/${escapeKey(name)}`, all[name]))),
  ];
}

function add(path: string | Cel, value: unknown): string {
  return `[JSONPatch{op: "add", path: ${write(path)}, value: ${write(value)}}]`;
}

function unless(condition: string, patches: string): string {
  return `(${condition} ? [] : ${patches})`;
}

function escapeKey(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}
