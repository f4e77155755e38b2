import { askedOnce } from './asked-once';
import { Container } from '../model/container';
import { Field } from '../model/field';

export const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/** A probe or a hook that connects to a port. */
export interface PortProbe {
  /** `readinessProbe`, `preStop hook` and so on. */
  readonly what: string;
  readonly probe: Field;
  readonly host: Field;
  readonly port: Field;
}

/** All probes and hooks of a container that connect to a port. */
export const probesOf = askedOnce((container: Container): PortProbe[] => {
  const places: [string, Field][] = [
    ...PROBES.map((name): [string, Field] => [name, container.at(name)]),
    ...['postStart', 'preStop'].map((name): [string, Field] => [`${name} hook`, container.at('lifecycle', name)]),
  ];
  return places.flatMap(([what, probe]) => ['httpGet', 'tcpSocket', 'grpc'].flatMap((kind) => {
    const action = probe.at(kind);
    return action.exists ? [{ what, probe, host: action.at('host'), port: action.at('port') }] : [];
  }));
});

export function hasProbe(container: Container): boolean {
  return PROBES.some((name) => container.at(name).exists);
}

/** What a probe does, without how often. */
export function handlerOf(probe: Field): string {
  return JSON.stringify(['httpGet', 'tcpSocket', 'grpc', 'exec'].map((kind) => probe.at(kind).value ?? null));
}

/** How many seconds it may fail before it counts, as far as period and threshold say so. */
export function patience(probe: Field): number {
  return (probe.at('failureThreshold').number ?? 3) * (probe.at('periodSeconds').number ?? 10);
}
