import { App, Testing } from 'cdk8s';
import { ContainerFacts, SecurityContext, Volume } from './facts';
import { documentedExamples } from '../../../examples/documented';
import { SidecarMode } from '../../../src';

export const MODES = ['classic', 'native'] as const;
export type Mode = typeof MODES[number];

export interface Manifest {
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec: PodSpec & { readonly replicas?: number; readonly template?: { readonly metadata: Metadata; readonly spec: PodSpec } };
  readonly data?: Record<string, string>;
  readonly immutable?: boolean;
}

export interface Metadata {
  readonly name: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

export interface PodSpec {
  readonly restartPolicy?: string;
  readonly dnsPolicy?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext?: SecurityContext;
  readonly containers: Container[];
  readonly initContainers?: Container[];
  readonly volumes?: Volume[];
}

export interface Container extends ContainerFacts {
  readonly restartPolicy?: string;
}

/** The manifests of every example, by its name. */
export function synthExamples(mode: Mode): Record<string, Manifest[]> {
  const app = examplesApp(mode);
  return Object.fromEntries(app.charts.map((chart) => [chart.node.id, Testing.synth(chart)]));
}

export function examplesApp(mode: Mode, outdir?: string): App {
  const app = new App({ outdir });
  if (mode === 'classic') {
    SidecarMode.CLASSIC.applyTo(app);
  }
  documentedExamples(app);
  return app;
}

/** The manifests with a word for the hashes behind the names of ConfigMaps, which a changed script changes. */
export function renameHashes(manifests: Manifest[], word: string): Manifest[] {
  const text = manifests.filter(({ immutable }) => immutable).reduce(
    (written, { metadata: { name } }) => written.replaceAll(`"${name}"`, JSON.stringify(name.replace(/-[0-9a-f]{10}$/, word))), JSON.stringify(manifests),
  );
  return JSON.parse(text);
}

/** The pod of a workload, or nothing for other objects. */
export function podOf(manifest: Manifest): Pick<Metadata, 'labels' | 'annotations'> & { readonly spec: PodSpec } | undefined {
  const pod = manifest.kind === 'Pod' ? manifest : manifest.spec?.template;
  return pod && { ...pod.metadata, spec: pod.spec };
}

export function containersOf(manifest: Manifest): Container[] {
  const spec = podOf(manifest)?.spec;
  return [...spec?.initContainers ?? [], ...spec?.containers ?? []];
}
