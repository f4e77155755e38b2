import { Additions } from './additions';
import { Cel, write } from './cel';
import { mountedAlready, sharedMountsOf } from './shared-mounts';
import { isNativeSidecar } from '../../core/spec/pod-spec';
import { INJECT } from '../annotations';

/**
 * What of the admitted pod is in the way of patterns, in the words of the errors at synthesis.
 */

/** An expression with all that is in the way of patterns, as one text; empty if nothing is. */
export function collisionsOf(patterns: Additions[]): string {
  const all = patterns.map((added) => `(${write(added.patternId)} in variables.injected ? [] : ${collisionsWith(added).join(' + ')})`).join('\n+ ');
  return `(${all}).join("; ")`;
}

/**
 * Patches for a pod in which something is in the way: an error. CEL has no function that fails with a text, so that the text is a key that a map lacks: the API
 * server says "no such key" with it. It quotes the expression too, which is short for that reason.
 */
export const REFUSAL = `variables.collisions == "" ? [] : {"": [JSONPatch{}]}[variables.collisions + ${write(`: change one of them, or annotate the pod with ${INJECT}=false`)}]`;

/** Lists of texts. */
function collisionsWith(added: Additions): string[] {
  const { initContainers, containers, volumes, app } = added;
  const shared = sharedMountsOf(added);
  const running = [...initContainers.filter(isNativeSidecar), ...containers]; // plain init containers have ended when the others start
  const ofApp = [new Cel('variables.container.name')];
  return [
    texts(`variables.containers.filter(c, c.name in ${write([...initContainers, ...containers].map(({ name }) => name))})`, ['container name \'', new Cel('x.name'), '\' is already taken']),
    ...running.flatMap(({ name, ports = [] }) => ports.map(({ containerPort, protocol = 'TCP' }: any) => texts(
      `variables.running.filter(c, c.?ports.orValue([]).exists(p, p.containerPort == ${containerPort} && p.?protocol.orValue("TCP") == ${write(protocol)}))`,
      [`port ${containerPort}/${protocol} of container '${name}' is already taken by container '`, new Cel('x.name'), '\''],
    ))),
    ...volumes.map((volume) => texts(
      `object.spec.?volumes.orValue([]).filter(v, v.name == ${write(volume.name)} && !${mountedAlready(volume, shared) ?? 'false'})`,
      ['volume name \'', new Cel('x.name'), '\' is already taken'],
    )),
    texts(
      `variables.mounts.filter(m, m.mountPath in ${write(app.ownPaths)})`,
      ['mount path \'', new Cel('x.mountPath'), '\' of container \'', ...ofApp, '\' is already taken by volume \'', new Cel('x.name'), '\''],
    ),
    texts(
      `variables.container.?env.orValue([]).filter(e, e.name in ${write(app.env.map(({ name }) => name))})`,
      ['environment variable \'', new Cel('x.name'), '\' of container \'', ...ofApp, '\' is already set'],
    ),
    ...containers.map(({ name }) => texts('variables.jobs', [`classic sidecar '${name}' would keep Job '`, new Cel('x.name'), '\' from completing'])),
  ];
}

function texts(list: string, parts: (string | Cel)[]): string {
  return `${list}.map(x, ${parts.map(write).join(' + ')})`;
}
