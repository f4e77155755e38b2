import { KubeObject } from '../model/kube-object';
import { PodTemplate, PodTemplates } from '../model/pod-templates';

/**
 * Where custom resources of a kind have their pod template.
 */
export interface PodTemplatePath {
  /**
   * The API group without version, such as `example.com`.
   */
  readonly group: string;

  /**
   * The kind, such as `Worker`.
   */
  readonly kind: string;

  /**
   * The path to what holds `metadata` and `spec` of the pod, or to the spec itself, such as `spec.workers.*.template`. In it, `*` stands for
   * each element of a list and each field of an object.
   */
  readonly path: string;
}

/** @throws if the group has a version */
export function toPodTemplate({ group, kind, path }: PodTemplatePath): PodTemplate {
  if (group.includes('/')) {
    throw new Error(`group '${group}' in podTemplates has a version: write '${group.slice(0, group.indexOf('/'))}'`);
  }
  return { group, kind, path: path.split('.') };
}

/** @throws if the object is of a kind that a user has named, and has no pod where that says */
export function withPod(object: KubeObject, templates: PodTemplates): KubeObject {
  if (templates.areNamedFor(object) && object.podTemplates.length === 0) {
    const { title, origin: { construct, file } } = object;
    throw new Error(`${title} of ${construct ?? file} has no pod where podTemplates says: correct the path`);
  }
  return object;
}
