import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ConfigFile, ConfigFileSpec } from './config-file';
import { toValues } from './config-values';
import { provideFiles } from './config-variables';
import { scripts, SCRIPTS_BESIDE_PROGRAM } from '../core/objects/scripts';
import { checkFile, checkPlainText } from '../core/plain-text/checks';
import { literal } from '../core/pod/container-plan';
import { runScript } from '../core/pod/script-container';
import { certificateMount } from '../core/pod/secrets';
import { plainVariables } from '../core/pod/variables';
import { checkWritable } from '../core/pod/writable-volume';
import { at } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { checkDuration, wholeSeconds } from '../core/values/quantities';
import { InitStepOptions } from '../primitives/init-step-options';
import { addInitStep, containerName, forPart } from '../primitives/pattern-container';
import { SharedVolume } from '../primitives/shared-volume';
import { VolumeSource } from '../primitives/volume-source';

/**
 * Properties of a configuration writer. With several containers, each takes the options of init steps, and the kind of its files is added to
 * names, as in `config-fetch`. The ConfigMap is that of the texts.
 */
export interface ConfigWriterProps extends InitStepOptions {
  /**
   * The files.
   */
  readonly files: ConfigFile[];

  /**
   * What placeholders stand for, by name: `EnvValue.fromSecretValue(...)`, `EnvValue.fromFieldRef(...)` and so on. Those from a Secret or
   * ConfigMap may be as large as that, others up to 1 MB together with the texts.
   *
   * @default - none
   */
  readonly values?: { [name: string]: kplus.EnvValue };

  /**
   * The volume that the files are written to.
   *
   * @default - a new emptyDir of 16 MiB in memory, because the files may hold secrets
   */
  readonly volume?: SharedVolume;

  /**
   * Time for one try to fetch a file, in whole seconds. A file is tried 5 times, with pauses of 1, 2, 4 and 8 seconds.
   *
   * @default Duration.seconds(30)
   */
  readonly fetchTimeout?: Duration;
}

/**
 * Writes configuration files before the app starts: texts with values filled in, files of an image, files that are fetched.
 *
 * Texts, fetched files and the files of each image have an init container each. A file appears under its name when it is whole, and those of
 * one container appear when all of them are written, so nobody reads half of one. User and the pod's fsGroup can read them, others cannot.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, ConfigFile, ConfigWriter } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web');
 * const app = new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const secret = kplus.Secret.fromSecretName(chart, 'Database', 'orders-db');
 * const config = new ConfigWriter(web, 'Config', {
 *   files: [ConfigFile.template('app.yaml', 'password: {{PASSWORD|json}}\npod: {{POD}}\n')],
 *   values: {
 *     PASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }),
 *     POD: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME),
 *   },
 * });
 * config.mountTo(app.container, '/etc/web');
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 */
export class ConfigWriter extends Construct {
  /**
   * The containers, in the order in which they write.
   */
  public readonly containers: kplus.Container[];

  /**
   * The volume with the files.
   */
  public readonly volume: SharedVolume;

  private readonly files: ConfigFileSpec[];

  /**
   * @param scope the workload, or a construct inside it
   * @throws if there is no file, two files have one path, a placeholder has no value or a value no placeholder, a password is in
   * plain text, the volume cannot be written to, or the texts are too large
   */
  constructor(scope: Construct, id: string, props: ConfigWriterProps) {
    super(scope, id);
    checkGiven(this, props, 'files');
    checkValues(this, props);
    this.files = checkFiles(this, props.files.map((file) => file._specFor(this)));
    const groups = group(this.files);
    this.volume = props.volume ?? new SharedVolume(this, 'Volume', {
      volumeName: containerName(this, props),
      source: VolumeSource.emptyDir({ inMemory: true, sizeLimit: Size.mebibytes(16) }),
    });
    checkWritable(this.volume.volume, this);
    const withTexts = groups.some(({ kind }) => kind === 'text');
    this.containers = groups.map(({ kind, specs }) => {
      const options = forPart(this, props, groups.length > 1 ? kind : undefined);
      const configMapName = withTexts && kind !== 'text' ? undefined : props.configMapName;
      return addWriter(new Construct(this, kind), { ...options, configMapName }, specs, this.volume);
    });
  }

  /**
   * Gives a container the variables of the files made by `ConfigFile.environment()`. It need not mount the files. A variable whose placeholders are all
   * empty is not set.
   *
   * @throws before Kubernetes 1.35, without such a file, if the volume is not an emptyDir, the container has a variable of that name, starts before the
   * files are written or belongs to another pod
   * @see https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-via-file/
   */
  public provideTo(container: kplus.Container): void {
    provideFiles(this, container, this.containers[this.containers.length - 1], this.volume.volume, this.files);
  }

  /**
   * Mounts the files into a container of the same pod, read-only.
   *
   * @param path absolute path of a folder
   * @throws if the path is relative or taken, or the container belongs to another pod
   */
  public mountTo(container: kplus.Container, path: string): void {
    this.volume.mountTo(container, path, { readOnly: true });
  }
}

/** Kubernetes allows 1 MiB for a ConfigMap; scripts and names need a little of it. */
const TEXT_LIMIT = 1000 * 1024;

function checkFiles(owner: Construct, specs: ConfigFileSpec[]): ConfigFileSpec[] {
  if (specs.length === 0) {
    throw new Error(`files of ${at(owner)} are empty: name at least one`);
  }
  const paths = specs.map(({ path }) => path).sort();
  const taken = paths.find((path, index) => paths.slice(index + 1).some((other) => other === path || other.startsWith(`${path}/`)));
  if (taken) {
    throw new Error(`path '${taken}' in ${at(owner)} is written twice: give one of the files another path`);
  }
  const size = specs.filter(isText).reduce((sum, { source }) => sum + Buffer.byteLength(source), 0);
  if (size > TEXT_LIMIT) {
    throw new Error(`texts of ${at(owner)} have ${size} bytes, more than a ConfigMap holds: put them into an image or fetch them`);
  }
  specs.filter(isText).forEach(({ path, source }) => checkFile(owner, path, source, 'write a placeholder, and give its value with EnvValue.fromSecretValue()'));
  return specs;
}

function checkValues(owner: Construct, { files, values = {} }: ConfigWriterProps): void {
  checkPlainText(owner, values, 'value');
  const needed = new Set(files.flatMap((file) => file._values()));
  const missing = [...needed].find((name) => !Object.keys(values).includes(name));
  if (missing) {
    throw new Error(`placeholder {{${missing}}} in ${at(owner)} has no value: add '${missing}' to 'values'`);
  }
  const unused = Object.keys(values).find((name) => !needed.has(name));
  if (unused) {
    throw new Error(`value '${unused}' in ${at(owner)} is in no template: write {{${unused}}} where it belongs, or leave it out`);
  }
}

const isText = ({ kind }: ConfigFileSpec) => kind === 'text' || kind === 'template';

/** What one container can write: texts, fetched files, files of one image. */
function group(specs: ConfigFileSpec[]): { readonly kind: string; readonly specs: ConfigFileSpec[] }[] {
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

const FOLDERS = { config: '/config', scripts: '/scripts' };
/** Where an image may have files at the paths above that are to be copied. */
const FOLDERS_BESIDE_FILES = { config: '/pod-pattern-config', scripts: SCRIPTS_BESIDE_PROGRAM };

function addWriter(
  owner: Construct, props: ConfigWriterProps & { readonly containerName: string }, specs: ConfigFileSpec[], volume: SharedVolume,
): kplus.Container {
  const name = props.containerName;
  const [{ kind, image }] = specs;
  const texts = specs.filter(isText);
  const mounts: kplus.VolumeMount[] = [];
  const args = specs.flatMap((spec, index) => {
    const ca = spec.fetch?.caCertificate && certificateMount(owner, name, index + 1, spec.fetch.caCertificate);
    mounts.push(...ca ? [ca] : []);
    return toAction(spec, texts.indexOf(spec), ca ? `${ca.path}/ca.crt` : '');
  });
  const values = toValues(owner, name, texts.length ? props.values ?? {} : {});
  const folder = image ? FOLDERS_BESIDE_FILES : FOLDERS;
  const timeout = checkDuration('fetchTimeout', props.fetchTimeout, owner) ?? Duration.seconds(30);
  return addInitStep(owner, props, runScript(owner, {
    program: kind === 'fetch' ? 'curl' : 'busybox',
    image,
    scripts: scripts('init', 'configure.sh', ...texts.some(({ kind: form }) => form === 'template') ? ['fill.awk'] : []),
    data: { ...values.data, ...Object.fromEntries(texts.map((spec, index) => [toKey(spec, index), spec.source])) },
    folder: folder.scripts,
    longestRun: kind === 'fetch' ? Duration.seconds(specs.length * (TRIES * wholeSeconds(timeout) + PAUSES)) : undefined,
    args: args.map(literal),
    env: {
      ...plainVariables({ CONFIG_FOLDER: folder.config, ...kind === 'fetch' ? { CONFIG_TRIES: `${TRIES}`, CONFIG_TIMEOUT: `${wholeSeconds(timeout)}` } : {} }),
      ...values.env,
    },
    volumeMounts: [{ path: folder.config, volume: volume.volume }, ...values.mounts, ...mounts],
  }));
}

function toAction(spec: ConfigFileSpec, text: number, ca: string): string[] {
  const { kind, path, source, fetch } = spec;
  switch (kind) {
    case 'text': return ['copy', `/scripts/${toKey(spec, text)}`, path];
    case 'template': return ['fill', `/scripts/${toKey(spec, text)}`, path];
    case 'image': return ['copy', source, path];
    case 'fetch': return ['fetch', source, path, fetch!.sha256.toLowerCase(), ca];
  }
}

/** A key of the ConfigMap: no script begins with a digit. */
function toKey({ path }: ConfigFileSpec, index: number): string {
  return `${index + 1}-${path.split('/').pop()!.replace(/[^-._a-zA-Z0-9]/g, '_')}`.slice(0, 250);
}
