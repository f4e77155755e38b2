import { isMapping } from './model/field';

type Fields = { readonly [key: string]: unknown };

/** What no rule that crosses objects reads, and what takes the room. */
const DROPPED = new Set([
  'args', 'lifecycle', 'livenessProbe', 'startupProbe', 'securityContext', 'affinity', 'tolerations', 'topologySpreadConstraints',
  'managedFields', 'status', 'workingDir', 'imagePullPolicy', 'terminationMessagePath', 'terminationMessagePolicy', 'nodeSelector',
]);

/** Kinds besides workloads that rules read. */
const KEPT_KINDS = new Set([
  'Service', 'ConfigMap', 'Secret', 'HorizontalPodAutoscaler', 'ScaledObject', 'PodDisruptionBudget', 'PodMonitor', 'Kustomization', 'Component', 'ImageTagTransformer', 'LimitRange',
  'SidecarSet',
]);

/** Names in them are those of users, and no fields. */
const whole = (value: unknown): unknown => value;

/** Fields of which rules read less than all, or all. */
const REDUCED: { readonly [field: string]: (value: unknown) => unknown } = {
  command: (value) => isShort(value) ? value : undefined,
  env: (value) => Array.isArray(value) ? value.map((variable: unknown) => isMapping(variable) && variable.valueFrom ? variable : {}) : undefined,
  readinessProbe: (value) => value && {},
  labels: whole,
  commonLabels: whole,
  matchLabels: whole,
  selector: whole,
  annotations: (value) => isMapping(value) ? mapped(value, (text, key) => key === 'kubectl.kubernetes.io/default-container' ? text : '') : undefined,
};

/**
 * An object cut down to what rules read that cross objects, or undefined if they read nothing of it. Paths stay the same. Of ConfigMaps and
 * Secrets the keys are left, with empty values but for short scripts, and of commands the short ones, which may call them.
 */
export function keptFields(value: unknown, isWorkload: boolean): Fields | undefined {
  if (!isMapping(value) || !isWorkload && !KEPT_KINDS.has(String(value.kind))) {
    return undefined;
  }
  return value.kind === 'ConfigMap' || value.kind === 'Secret' ? withoutData(value) : without(value);
}

function without<T>(value: T): T;
function without(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(without);
  }
  return isMapping(value) ? mapped(value, (field, key) => (
    DROPPED.has(key) ? undefined : Object.hasOwn(REDUCED, key) ? REDUCED[key](field) : without(field))) : value;
}

function withoutData(value: Fields): Fields {
  const emptied = (data: unknown): unknown => isMapping(data) ? mapped(data, (text, key) => isScript(key, text) ? text : '') : undefined;
  return {
    ...without(value),
    data: emptied(value.data),
    binaryData: emptied(value.binaryData),
    stringData: emptied(value.stringData),
  };
}

function mapped(fields: Fields, change: (value: unknown, key: string) => unknown): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value, key)]));
}

function isShort(command: unknown): boolean {
  return Array.isArray(command) && command.length < 5 && command.every((word) => typeof word === 'string' && word.length < 80);
}

function isScript(key: string, text: unknown): boolean {
  return key.endsWith('.sh') && typeof text === 'string' && text.length < 4096;
}
