import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ContainerOverride, PodOverrides } from '../core/pod/pod-overrides';
import { SidecarMode } from '../core/settings/sidecar-mode';
import { parseQuantity } from '../core/spec/quantity';

/**
 * What a workload says of the patterns that are injected into it, by annotations of its pods.
 */

const PREFIX = 'cdk8s-pod-patterns/';

/** `false` keeps all patterns out. */
export const INJECT = `${PREFIX}inject`;
/** The ids of the patterns that are there already. */
export const INJECTED = `${PREFIX}injected`;
/** `native` or `classic`. */
export const SIDECAR_MODE = `${PREFIX}sidecar-mode`;

/** The annotation of one container. */
export function annotationFor(container: string, what: 'image' | 'cpu' | 'memory'): string {
  return `${PREFIX}${container}.${what}`;
}

type Annotations = { readonly [name: string]: string };

/** @throws if it is neither true nor false */
export function wantsPatterns(annotations: Annotations): boolean {
  checkTexts(annotations);
  const value = annotations[INJECT] ?? 'true';
  if (value !== 'true' && value !== 'false') {
    throw new Error(`annotation '${INJECT}' is '${value}': set it to 'false' to keep patterns out, or leave it out`);
  }
  return value === 'true';
}

export function injectedBefore(annotations: Annotations): string[] {
  return annotations[INJECTED]?.split(',').map((id) => id.trim()).filter(Boolean) ?? [];
}

/** YAML has booleans and numbers where a text is not quoted, which Kubernetes refuses. */
function checkTexts(annotations: Annotations): void {
  const [name, value] = Object.entries(annotations).find(([one, text]) => one.startsWith(PREFIX) && typeof text !== 'string') ?? [];
  if (name) {
    throw new Error(`annotation '${name}' is the ${typeof value} ${value}, but annotations are texts: write it as '${value}', in quotes`);
  }
}

/** @throws if a value is not valid */
export function readOverrides(annotations: Annotations): PodOverrides {
  const containers = new Map<string, ContainerOverride>();
  for (const [name, value] of Object.entries(annotations)) {
    const [, container, what] = OVERRIDE.exec(name) ?? [];
    if (container) {
      containers.set(container, { ...containers.get(container), [what]: READ[what as keyof typeof READ](name, value) });
    }
  }
  return { mode: readMode(annotations[SIDECAR_MODE]), containers };
}

const OVERRIDE = /^cdk8s-pod-patterns\/([^./]+)\.(image|cpu|memory)$/;

const READ = {
  image: (name: string, value: string) => {
    if (!/^\S+$/.test(value)) {
      throw new Error(`annotation '${name}' is '${value}', which is not an image: write one without blanks`);
    }
    return value;
  },
  cpu: (name: string, value: string) => kplus.Cpu.millis(unitsOf(name, value, 10n ** 6n, '100m')),
  memory: (name: string, value: string) => Size.mebibytes(unitsOf(name, value, 2n ** 20n * 10n ** 9n, '128Mi')),
};

/** Whole units of a quantity, rounded up. */
function unitsOf(name: string, value: string, unit: bigint, example: string): number {
  const amount = parseQuantity(value) ?? 0n;
  if (amount <= 0n) {
    throw new Error(`annotation '${name}' is '${value}', which is not a quantity above 0: write it like '${example}'`);
  }
  return Number((amount + unit - 1n) / unit);
}

function readMode(value?: string): SidecarMode | undefined {
  const mode = [SidecarMode.NATIVE, SidecarMode.CLASSIC].find((one) => one.toString() === value);
  if (value !== undefined && !mode) {
    throw new Error(`annotation '${SIDECAR_MODE}' is '${value}': set it to 'native' or 'classic'`);
  }
  return mode;
}

/** Fails for an annotation that changes nothing: it is misspelled, or its container is none of those that are injected. */
export function checkAnnotations(annotations: Annotations, containers: string[]): void {
  for (const name of Object.keys(annotations).filter((one) => one.startsWith(PREFIX))) {
    const [, container] = OVERRIDE.exec(name) ?? [];
    if (container ? !containers.includes(container) : ![INJECT, INJECTED, SIDECAR_MODE, RUNBOOK].includes(name)) {
      const known = containers.flatMap((one) => (['image', 'cpu', 'memory'] as const).map((what) => annotationFor(one, what)));
      throw new Error(`annotation '${name}' matches no injected container: use one of ${[INJECT, SIDECAR_MODE, ...known].join(', ')}`);
    }
  }
}

/** Not of injection: of SafeRollout. */
const RUNBOOK = `${PREFIX}runbook`;
