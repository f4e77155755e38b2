import { askedOnce } from './asked-once';
import { Container } from '../model/container';
import { Field } from '../model/field';

export const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

const HOOKS = ['postStart', 'preStop'];

/** A probe or a hook that connects to a port. */
export interface PortProbe {
  /** `readinessProbe`, `preStop hook` and so on. */
  readonly what: string;
  readonly probe: Field;
  readonly host: Field;
  readonly port: Field;
}

/** A probe or a hook that a container has. */
export interface Action {
  /** `readinessProbe`, `preStop hook` and so on. */
  readonly what: string;
  readonly field: Field;
}

export const actionsOf = askedOnce((container: Container): Action[] => {
  const lifecycle = container.at('lifecycle');
  const actions = PROBES.map((what): Action => ({ what, field: container.at(what) }));
  const hooks = lifecycle.exists ? HOOKS.map((name): Action => ({ what: `${name} hook`, field: lifecycle.at(name) })) : [];
  return [...actions, ...hooks].filter(({ field }) => field.exists);
});

/** All probes and hooks of a container that connect to a port. */
export const probesOf = askedOnce((container: Container): PortProbe[] => (
  actionsOf(container).flatMap(({ what, field: probe }) => ['httpGet', 'tcpSocket', 'grpc'].flatMap((kind) => {
    const action = probe.at(kind);
    return action.exists ? [{ what, probe, host: action.at('host'), port: action.at('port') }] : [];
  }))));

export function hasProbe(container: Container): boolean {
  return PROBES.some((name) => container.at(name).exists);
}

const PARTS = ['host', 'path', 'port', 'scheme', 'httpHeaders', 'service', 'command'];
const DEFAULTS: { readonly [kind: string]: { readonly [part: string]: unknown } } = { httpGet: { path: '/', scheme: 'HTTP' } };

/** What a probe of a container does, without how often, and however it is written: in any order, with the name of a port or its number. */
export function handlerOf(probe: Field, container: Container): string {
  return JSON.stringify(['httpGet', 'tcpSocket', 'grpc', 'exec'].map((kind) => probe.at(kind)).filter(({ exists }) => exists)
    .map((action) => [action.key, ...PARTS.map((part) => (part === 'port' ? numberOf(action.at(part), container) : action.at(part).value) ?? DEFAULTS[action.key!]?.[part])]));
}

function numberOf(port: Field, container: Container): unknown {
  const named = port.text === undefined ? undefined : container.ports.find((one) => one.at('name').text === port.text);
  return named?.at('containerPort').value ?? port.value;
}

/** How many seconds it may fail before it counts, as far as period and threshold say so. */
export function patience(probe: Field): number {
  return (probe.at('failureThreshold').number ?? 3) * (probe.at('periodSeconds').number ?? 10);
}
