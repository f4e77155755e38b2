import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ConfigFile, ConfigFileSpec } from './config-file';
import { provideFiles } from './config-variables';
import { addWriter, group, isText } from './writing-step';
import { checkFile, checkPlainText } from '../core/plain-text/checks';
import { checkWritable } from '../core/pod/writable-volume';
import { at } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { InitStepOptions } from '../primitives/init-step-options';
import { containerName, forPart } from '../primitives/pattern-container';
import { SharedVolume } from '../primitives/shared-volume';
import { VolumeSource } from '../primitives/volume-source';

/**
 * Properties of a configuration writer. If it has several containers, the options of init steps apply to each, and the kind of its files is appended
 * to names, as in `config-fetch`. `configMapName` names the ConfigMap of the texts.
 */
export interface ConfigWriterProps extends InitStepOptions {
  /**
   * The files that are written.
   */
  readonly files: ConfigFile[];

  /**
   * Values of the placeholders by name, such as `EnvValue.fromSecretValue(...)` or `EnvValue.fromFieldRef(...)`. A value from a Secret or ConfigMap
   * may have any size; the others may have up to 1 MB together with the texts.
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
   * Timeout of one attempt to fetch a file, in whole seconds. There are 5 attempts, with pauses of 1, 2, 4 and 8 seconds.
   *
   * @default Duration.seconds(30)
   */
  readonly fetchTimeout?: Duration;
}

/**
 * Writes configuration files before the app starts: texts with values filled in, files copied from an image, and files that are fetched.
 * There is one init container for the texts, one for fetched files, and one for each image. A file appears under its name only when it is complete,
 * and the files of one container appear when all of them are written, so that nobody reads an incomplete file. Only the user and the pod's fsGroup
 * can read them.
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
   * The init containers, in the order in which they run.
   */
  public readonly containers: kplus.Container[];

  /**
   * The volume with the files.
   */
  public readonly volume: SharedVolume;

  private readonly files: ConfigFileSpec[];

  /**
   * @param scope the workload, or a construct inside it
   * @throws if there is no file, two files have the same path, a placeholder has no value or a value has no placeholder, a password is in
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
   * Sets the variables of the files made by `ConfigFile.environment()` in a container. The container does not need to mount the files. A variable
   * whose placeholders are all empty is not set.
   *
   * @throws before Kubernetes 1.35, without such a file, if the volume is not an emptyDir, the container has a variable of that name, starts before
   * the
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
