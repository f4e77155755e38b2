import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Construct } from 'constructs';
import { addFiles } from './migration-config-map';
import { MigrationConfigMapOptions, MigrationFiles } from './migration-files';
import { imageVolume } from '../core/pod/image-volume';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { at, normalizePath } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { MadeOnce } from '../core/values/made-once';
import { SharedVolume } from '../primitives/shared-volume';

/**
 * Options of migrations in a folder of an image or a volume.
 */
export interface MigrationFolderOptions {
  /**
   * Absolute path of the folder in the container.
   *
   * @default '/migrations'
   */
  readonly path?: string;

  /**
   * Names of the files. Plain SQL needs them, so that the manifest says what is applied; other tools list the folder themselves.
   *
   * @default - the tool lists the folder
   */
  readonly files?: string[];

  /**
   * Version of the files, for a Job: if it changes, a new Job applies them. Volumes need it, because the manifest does not show that their content
   * has changed.
   *
   * @default - no version: a changed image name or tag makes a new Job
   */
  readonly version?: string;
}

const FOLDER = '/migrations';

/** Many workloads have the same. */
const inlineFiles = new MadeOnce<{ [name: string]: string }>();

/**
 * The source of migration files.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, Database, InitMigrations, MigrationSource, MigrationTool } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'orders-database');
 * new InitMigrations(web, 'Migrations', {
 *   tool: MigrationTool.golangMigrate(),
 *   source: MigrationSource.image('ghcr.io/acme/web-migrations:1.4.2', { path: '/migrations' }),
 *   database: Database.postgres({ host: 'postgres', name: 'orders', user: 'app', password: { secret, key: 'password' } }),
 * });
 */
export class MigrationSource {
  /**
   * The files of a folder, which are read at synthesis and put into a ConfigMap. Hidden files are left out. Folders inside it are an error, because
   * a ConfigMap cannot contain them.
   * A ConfigMap can hold 1 MiB; above 256 KiB, `kubectl apply` needs `--server-side`.
   *
   * @param path of the folder, relative to the working directory of the synthesis
   */
  public static folder(path: string, options: MigrationConfigMapOptions = {}): MigrationSource {
    return new MigrationSource((owner, container) => addFiles(owner, container, readFolder(owner, path), options));
  }

  /**
   * Files given as texts by name, which are put into a ConfigMap.
   */
  public static inline(files: { [name: string]: string }, options: MigrationConfigMapOptions = {}): MigrationSource {
    const copy = inlineFiles.of(Object.entries(files ?? {}), () => ({ ...files }));
    return new MigrationSource((owner, container) => addFiles(owner, container, copy, options));
  }

  /**
   * A folder of an image. From Kubernetes 1.35 on, the image is mounted into the container of the tool. Before, the migrations run in this image, so
   * it must contain the program of the tool: build it from the image of the tool. A custom tool without its own image always runs in this one.
   *
   * @param image with a tag or digest, which must change with the content
   * @throws if there is no image; before Kubernetes 1.35 also if the tool has a different one
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#image
   */
  public static image(image: string, options: MigrationFolderOptions = {}): MigrationSource {
    checkGiven('a migration source', { image }, 'image');
    return new MigrationSource((owner, container) => {
      const files = { ...toFolder(owner, options), image, content: `${image} ${options.version ?? ''}` };
      const mountIn = (construct: Construct) => [
        { path: files.folder, volume: imageVolume(construct, 'FilesVolume', `${container}-files`, image, files.folder), readOnly: true },
      ];
      return KubernetesVersion._for(owner)._hasImageVolumes() ? { ...files, mountIn } : { ...files, toolImage: image, mountIn: () => [] };
    });
  }

  /**
   * A volume, which is mounted read-only at `path`. The files must be written before the migrations run.
   *
   * @param sharedVolume a volume of the same pod; for a Job, a volume of the chart whose source keeps its files, such as a PersistentVolumeClaim
   * @throws if it is not a SharedVolume
   */
  public static volume(sharedVolume: SharedVolume, options: MigrationFolderOptions = {}): MigrationSource {
    const volume = sharedVolume?.volume;
    if (!Construct.isConstruct(volume)) {
      throw new Error('volume of a migration source is not a SharedVolume: create one, with VolumeSource.existing() for a volume of cdk8s-plus');
    }
    return new MigrationSource((owner) => {
      const files = toFolder(owner, options);
      return { ...files, volume, content: options.version || undefined, mountIn: () => [{ path: files.folder, volume, readOnly: true }] };
    });
  }

  private constructor(private readonly add: (owner: Construct, container: string) => MigrationFiles) {}

  /**
   * @internal
   */
  public _addTo(owner: Construct, container: string): MigrationFiles {
    return this.add(owner, container);
  }
}

function toFolder(owner: Construct, { path, files }: MigrationFolderOptions): { folder: string; names?: string[] } {
  const folder = normalizePath('folder of migrations', path ?? FOLDER, owner);
  if (!/^[-._/a-zA-Z0-9]+$/.test(folder)) {
    throw new Error(`folder '${folder}' with migrations of ${at(owner)} has other characters than letters, digits, '.', '-', '_' and '/': rename it`);
  }
  if (folder === '/') {
    throw new Error(`folder '/' with migrations of ${at(owner)} is the root of the file system: use a folder in it`);
  }
  return { folder, names: files && [...files] };
}

function readFolder(owner: Construct, path: string): { [name: string]: string } {
  try {
    const names = readdirSync(path).filter((name) => !name.startsWith('.'));
    return Object.fromEntries(names.map((name) => [name, readText(join(path, name))]));
  } catch (error) {
    throw new Error(`folder '${path}' with migrations of ${at(owner)} cannot be read (${(error as Error).message}): name one that is there, with nothing in it but files of text`);
  }
}

/** A ConfigMap has neither folders nor other encodings. */
function readText(file: string): string {
  const bytes = readFileSync(file);
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) {
    throw new Error(`'${file}' is not in UTF-8`);
  }
  return text;
}
