import * as kplus from 'cdk8s-plus-28';
import { FromEnv, quote } from './values';

/** Attributes of the resource that telemetry comes from. */
export type Resource = { readonly [name: string]: string | FromEnv };

/** Statements of the transform processor; the end of each may be a condition. */
export function setResource(resource: Resource, end = ')'): (string | FromEnv)[] {
  return Object.entries(resource).map(([name, value]) => {
    const start = `set(resource.attributes[${quote(name)}], `;
    return typeof value === 'string' ? `${start}${quote(value)}${end}` : new FromEnv(value.name, `${start}"`, `"${end}`);
  });
}

/** What the downward API tells of the pod. */
const FIELDS = {
  'k8s.namespace.name': { variable: 'POD_NAMESPACE', field: kplus.EnvFieldPaths.POD_NAMESPACE },
  'k8s.pod.name': { variable: 'POD_NAME', field: kplus.EnvFieldPaths.POD_NAME },
  'k8s.pod.uid': { variable: 'POD_UID', field: kplus.EnvFieldPaths.POD_UID },
  'k8s.node.name': { variable: 'NODE_NAME', field: kplus.EnvFieldPaths.NODE_NAME },
};

/** Attributes of the pod, and the environment variables that they are read from. */
export function podAttributes(...names: (keyof typeof FIELDS)[]): { resource: Resource; env: { [name: string]: kplus.EnvValue } } {
  return {
    resource: Object.fromEntries(names.map((name) => [name, new FromEnv(FIELDS[name].variable)])),
    env: Object.fromEntries(names.map((name) => [FIELDS[name].variable, kplus.EnvValue.fromFieldRef(FIELDS[name].field)])),
  };
}
