import { VolumeMount } from './facts';
import { Container, Manifest, PodSpec } from './manifests';
import { readScripts } from './scripts';

/*
 * The differences that docs/documented-examples.md names once, for all examples.
 */

/** The same image with a tag that says more: `nginx`, `nginx:latest` and `nginx:1.29` may be `nginx:1.29.4`, `nginx:alpine` may be `nginx:1.29.4-alpine`. */
export function pins(documented: string, ours: string): boolean {
  const [name, tag] = splitTag(documented);
  const [ourName, ourTag = ''] = splitTag(ours);
  const pinned = ourTag !== '' && ourTag !== 'latest';
  const follows = tag === undefined || tag === 'latest' || ourTag === tag || ourTag.startsWith(`${tag}.`) || ourTag.startsWith(`${tag}-`) || ourTag.endsWith(`-${tag}`);
  return name === ourName && pinned && follows;
}

export function splitTag(image: string): [string, string | undefined] {
  const [, name, tag] = /^(.*?)(?::([^/:]+))?$/.exec(image)!;
  return [name, tag];
}

/** Whoever is not the app may mount read-only what the document lets it write. */
export function mayBeReadOnly(container: Container, pod: PodSpec): boolean {
  return container !== pod.containers[0];
}

const WRITTEN_BY_NGINX = ['/var/cache/nginx', '/run'];

/** Scripts, and folders that nginx writes beside its logs. */
export function isAddedMount(container: Container, mount: VolumeMount, pod: PodSpec): boolean {
  const volume = pod.volumes?.find(({ name }) => name === mount.name);
  const scripts = mount.mountPath === '/scripts' && mount.readOnly === true && volume?.configMap !== undefined;
  const writable = splitTag(container.image)[0] === 'nginx' && WRITTEN_BY_NGINX.includes(mount.mountPath) && volume?.emptyDir !== undefined;
  return scripts || writable;
}

const SCRIPTS = new Set(readScripts().values());

/** ConfigMaps of scripts alone. */
export function isScripts({ kind, data = {} }: Manifest): boolean {
  return kind === 'ConfigMap' && Object.values(data).every((text) => SCRIPTS.has(text));
}

/** An app with a port gets a readiness probe that connects to it. */
export function isAddedProbe(kind: string, probe: { tcpSocket?: { port?: unknown } }, container: Container): boolean {
  return kind === 'readinessProbe' && (container.ports ?? []).some((port) => port.containerPort === probe.tcpSocket?.port);
}

/** The label by which cdk8s-plus selects the pods of a workload. */
export function isAddedLabel(name: string): boolean {
  return name === 'cdk8s.io/metadata.addr';
}
