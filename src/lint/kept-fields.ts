import { isMapping } from './model/field';

/** What no rule that crosses objects reads, and what takes the room: without it many files fit into memory. */
const DROPPED = new Set([
  'args', 'command', 'lifecycle', 'livenessProbe', 'startupProbe', 'securityContext', 'affinity', 'tolerations', 'topologySpreadConstraints',
  'managedFields', 'status',
]);

/** Kinds besides workloads that rules read more of than metadata. */
const KEPT_KINDS = new Set([
  'Service', 'ConfigMap', 'Secret', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'PodMonitor', 'ServiceMonitor', 'Ingress', 'NetworkPolicy', 'Kustomization',
  'Component',
]);

/**
 * An object cut down to what rules read that cross objects. Paths stay the same. Of ConfigMaps and Secrets the keys are left, with
 * empty values but for short scripts, and of commands the short ones, which may call them.
 */
export function keptFields(value: unknown, isWorkload: boolean): unknown {
  if (!isMapping(value)) {
    return undefined;
  }
  const { apiVersion, kind, metadata } = value;
  if (!isWorkload && !KEPT_KINDS.has(String(kind))) {
    return { apiVersion, kind, metadata: without(metadata) };
  }
  return kind === 'ConfigMap' || kind === 'Secret' ? withoutData(value) : without(value);
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(without);
  }
  return isMapping(value)
    ? Object.fromEntries(Object.entries(value).filter(([key, field]) => !DROPPED.has(key) || (key === 'command' && isShort(field))).map(([key, field]) => [key, without(field)]))
    : value;
}

function withoutData(value: { readonly [key: string]: unknown }): unknown {
  const emptied = (data: unknown): unknown => (
    isMapping(data) ? Object.fromEntries(Object.entries(data).map(([key, text]) => [key, isScript(key, text) ? text : ''])) : undefined);
  return {
    ...without(value) as object,
    data: emptied(value.data),
    binaryData: emptied(value.binaryData),
    stringData: emptied(value.stringData),
  };
}

function isShort(command: unknown): boolean {
  return Array.isArray(command) && command.length < 5 && command.every((word) => typeof word === 'string' && word.length < 80);
}

function isScript(key: string, text: unknown): boolean {
  return key.endsWith('.sh') && typeof text === 'string' && text.length < 4096;
}
