import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ConfigFileSpec } from './config-file';
import { toValues } from './config-values';
import { scripts, SCRIPTS_BESIDE_PROGRAM } from '../core/objects/scripts';
import { literal } from '../core/pod/container-plan';
import { imageVolume } from '../core/pod/image-volume';
import { runScript, ScriptPlan } from '../core/pod/script-container';
import { certificateMount } from '../core/pod/secrets';
import { plainVariables } from '../core/pod/variables';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { checkDuration, wholeSeconds } from '../core/values/quantities';
import { InitStepOptions } from '../primitives/init-step-options';
import { addInitStep } from '../primitives/pattern-container';
import { SharedVolume } from '../primitives/shared-volume';

export const isText = ({ kind }: ConfigFileSpec) => kind === 'text' || kind === 'template';

/** What one container can write: texts, fetched files, files of one image. */
export function group(specs: ConfigFileSpec[]): { readonly kind: string; readonly specs: ConfigFileSpec[] }[] {
  const images = [...new Set(specs.flatMap(({ image }) => image ?? []))];
  return [
    { kind: 'text', specs: specs.filter(isText) },
    { kind: 'fetch', specs: specs.filter(({ kind }) => kind === 'fetch') },
    ...images.map((image, index) => ({ kind: index ? `image-${index + 1}` : 'image', specs: specs.filter((spec) => spec.image === image) })),
  ].filter((candidate) => candidate.specs.length > 0);
}

/** How often a file is fetched, and the seconds between all its tries: 1, 2, 4 and 8. */
const TRIES = 5;
const PAUSES = 15;

interface WritingOptions extends InitStepOptions {
  readonly containerName: string;
  readonly values?: { [name: string]: kplus.EnvValue };
  readonly fetchTimeout?: Duration;
}

/** Adds the container of one group. */
export function addWriter(owner: Construct, options: WritingOptions, specs: ConfigFileSpec[], volume: SharedVolume): kplus.Container {
  const { containerName: name, values: all = {} } = options;
  const texts = specs.filter(isText);
  const mounts: kplus.VolumeMount[] = [];
  const source = sourceOf(owner, name, specs[0]);
  const args = specs.flatMap((spec, index) => {
    const ca = spec.fetch?.caCertificate && certificateMount(owner, name, index + 1, spec.fetch.caCertificate);
    mounts.push(...ca ? [ca] : []);
    return toAction(spec, texts.indexOf(spec), source.copies, ca ? `${ca.path}/ca.crt` : '');
  });
  const values = toValues(owner, name, texts.length ? all : {});
  const fetching = specs[0].kind === 'fetch' ? fetchPlan(owner, specs.length, options.fetchTimeout) : undefined;
  const { config } = source;
  return addInitStep(owner, options, runScript(owner, {
    ...source.plan,
    program: fetching && 'curl',
    scripts: scripts('init', 'configure.sh', ...texts.some(({ kind }) => kind === 'template') ? ['fill.awk'] : [], ...source.copies === 'take' ? ['image-files.sh'] : []),
    data: { ...values.data, ...Object.fromEntries(texts.map((spec, index) => [toKey(spec, index), spec.source])) },
    longestRun: fetching?.longestRun,
    args: args.map(literal),
    env: { ...plainVariables({ CONFIG_FOLDER: config, ...source.env, ...fetching?.env }), ...values.env },
    volumeMounts: [{ path: config, volume: volume.volume }, ...values.mounts, ...mounts, ...source.mounts],
  }));
}

interface Source {
  readonly copies: 'copy' | 'take';
  /** Where the container has the folder of the configuration. */
  readonly config: string;
  readonly plan: Pick<ScriptPlan, 'image' | 'folder'>;
  readonly env: { [name: string]: string };
  readonly mounts: kplus.VolumeMount[];
}

/** Where the container has what it writes: in its scripts, in its own image, or in one that it mounts. */
function sourceOf(owner: Construct, name: string, { image }: ConfigFileSpec): Source {
  const beside: Source = { copies: 'copy', config: '/config', plan: {}, env: {}, mounts: [] };
  if (image === undefined) {
    return beside;
  }
  if (!KubernetesVersion._for(owner)._hasImageVolumes()) {
    return { ...beside, config: '/pod-pattern-config', plan: { image, folder: SCRIPTS_BESIDE_PROGRAM } }; // the files may be at the usual paths
  }
  const mount = { path: '/image', volume: imageVolume(owner, 'Image', `${name}-files`, image, '/'), readOnly: true };
  return { ...beside, copies: 'take', env: { CONFIG_IMAGE: mount.path }, mounts: [mount] };
}

function fetchPlan(owner: Construct, files: number, fetchTimeout?: Duration): { longestRun: Duration; env: { [name: string]: string } } {
  const seconds = wholeSeconds(checkDuration('fetchTimeout', fetchTimeout, owner) ?? Duration.seconds(30));
  return { longestRun: Duration.seconds(files * (TRIES * seconds + PAUSES)), env: { CONFIG_TRIES: `${TRIES}`, CONFIG_TIMEOUT: `${seconds}` } };
}

function toAction(spec: ConfigFileSpec, text: number, copies: Source['copies'], ca: string): string[] {
  const { kind, path, source, fetch } = spec;
  switch (kind) {
    case 'text': return ['copy', `/scripts/${toKey(spec, text)}`, path];
    case 'template': return ['fill', `/scripts/${toKey(spec, text)}`, path];
    case 'image': return [copies, source, path];
    case 'fetch': return ['fetch', source, path, fetch!.sha256.toLowerCase(), ca];
  }
}

/** A key of the ConfigMap: no script begins with a digit. */
function toKey({ path }: ConfigFileSpec, index: number): string {
  return `${index + 1}-${path.split('/').pop()!.replace(/[^-._a-zA-Z0-9]/g, '_')}`.slice(0, 250);
}
