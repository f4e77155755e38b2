import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { sourceOf } from '../core/objects/reaches';
import { scripts } from '../core/objects/scripts';
import { literal } from '../core/pod/container-plan';
import { runScript } from '../core/pod/script-container';
import { plainVariables } from '../core/pod/variables';
import { checkWritable } from '../core/pod/writable-volume';
import { SecurityBaseline } from '../core/settings/security-baseline';
import { at } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { InitStepOptions } from '../primitives/init-step-options';
import { addInitStep } from '../primitives/pattern-container';
import { SharedVolume } from '../primitives/shared-volume';

/**
 * Properties of prepared folders. If `security` sets a user, the folders belong to that user.
 */
export interface PreparedFoldersProps extends InitStepOptions {
  /** The volume that the folders are created on. */
  readonly volume: SharedVolume;

  /**
   * Paths of the folders, relative to the root of the volume.
   */
  readonly folders: string[];

  /**
   * ID of the user that the folders belong to, not 0. It cannot be set if the cluster assigns users.
   *
   * @default - 1000, or the user of the security baseline; required with `allowRoot`
   */
  readonly user?: number;

  /**
   * ID of the group that the folders belong to. Only root can set another group than the pod's fsGroup.
   *
   * @default - the pod's fsGroup; with `allowRoot`, the group that the folders already have
   */
  readonly group?: number;

  /**
   * Permissions of the folders as three octal digits. With 700, only the user has access.
   *
   * @default '770'
   */
  readonly mode?: string;

  /**
   * Whether the container runs as root. It is needed where fsGroup has no effect: on hostPath and NFS volumes, for another group, and for existing
   * folders of another user, whose content is changed too. The restricted Pod Security Standard refuses such a pod, the baseline standard admits it.
   *
   * @default false
   */
  readonly allowRoot?: boolean;

  /**
   * Image with a POSIX shell, chmod, chown, dirname, id, mkdir, stat and tr.
   *
   * @default - busybox of the image table
   */
  readonly image?: string;
}

const ROOT = SecurityBaseline.custom({
  user: 0,
  group: 0,
  ensureNonRoot: false,
  readOnlyRootFilesystem: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: [kplus.Capability.ALL], add: [kplus.Capability.CHOWN, kplus.Capability.DAC_OVERRIDE, kplus.Capability.FOWNER] },
  seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
});

/**
 * Creates folders on a volume that belong to a given user, for programs that refuse folders which belong to another user or which others can read.
 * It does not need root: the pod's fsGroup lets the user write to the volume, and the user who creates a folder owns it. If this is not possible, the
 * init container fails with a message that names the owner of the folder, or the constructor throws if the kind of the volume already shows it.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#configure-volume-permission-and-ownership-change-policy-for-pods
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, PreparedFolders, SecurityBaseline, SharedVolume } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const pod = new kplus.Pod(chart, 'Postgres');
 * const volume = new SharedVolume(pod, 'Data');
 * new PreparedFolders(pod, 'Folders', { volume, folders: ['pgdata'], user: 999, mode: '700' });
 * const password = kplus.Secret.fromSecretName(chart, 'Password', 'postgres');
 * new AppContainer(pod, 'App', {
 *   image: 'postgres:17.6',
 *   security: SecurityBaseline.restricted({ user: 999 }),
 *   env: {
 *     PGDATA: kplus.EnvValue.fromValue('/var/lib/postgresql/pgdata'),
 *     POSTGRES_PASSWORD: kplus.EnvValue.fromSecretValue({ secret: password, key: 'password' }),
 *   },
 *   volumeMounts: [{ path: '/var/lib/postgresql', volume: volume.volume }],
 *   writablePaths: ['/tmp', '/var/run/postgresql'],
 * });
 */
export class PreparedFolders extends Construct {
  /**
   * The container.
   */
  public readonly container: kplus.Container;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if there is no folder, a folder leads out of the volume, user, group or mode are not valid, the volume cannot be written to, or only root
   * could do it and `allowRoot` is not set
   */
  constructor(scope: Construct, id: string, props: PreparedFoldersProps) {
    super(scope, id);
    checkGiven(this, props, 'volume', 'folders');
    const { volume: { volume }, folders, user, group, mode = '770', allowRoot } = props;
    checkFolders(this, folders);
    checkWritable(volume, this);
    if (!/^[0-7]{3}$/.test(mode)) {
      throw new Error(`mode '${mode}' of ${at(this)} is not valid: write three octal digits, such as 770`);
    }
    checkId('user', user ?? 1, 1, this);
    checkId('group', group ?? 0, 0, this);
    if (!allowRoot) {
      checkReach(this, volume, group);
    }
    const path = `/volumes/${volume.name}`;
    this.container = addInitStep(this, props, runScript(this, {
      image: props.image,
      scripts: scripts('init', 'prepare.sh'),
      args: folders.map((folder) => literal(`${path}/${folder}`)),
      env: plainVariables({ PREPARE_MODE: mode, PREPARE_OWNER: allowRoot ? ownerOf(this, props) : undefined }),
      volumeMounts: [{ path, volume }],
      security: allowRoot ? ROOT : baselineOf(this, props),
    }));
  }
}

function ownerOf(owner: Construct, { user, group }: PreparedFoldersProps): string {
  if (user === undefined) {
    throw new Error(`folders of ${at(owner)} have no user that root could make their owner: set 'user', or leave 'allowRoot' out`);
  }
  return group === undefined ? String(user) : `${user}:${group}`;
}

function baselineOf(owner: Construct, { user, security }: PreparedFoldersProps): SecurityBaseline {
  const named = security?._toContext().user;
  if (user !== undefined && named !== undefined && named !== user) {
    throw new Error(`folders of ${at(owner)} should belong to user ${user}, but 'security' sets user ${named}: leave one of them out`);
  }
  const baseline = SecurityBaseline._for(owner);
  if (user !== undefined && !baseline._namesUsers()) {
    throw new Error(`folders of ${at(owner)} cannot be given to user ${user}, because the security baseline sets no user: leave 'user' out`);
  }
  return user === undefined ? baseline : baseline._runAs({ user });
}

/** What Kubernetes takes as a user or group. */
function checkId(what: string, id: number, least: number, owner: Construct): void {
  if (!Number.isInteger(id) || id < least || id > 2 ** 31 - 1) {
    throw new Error(`${what} ${id} of ${at(owner)} is not valid: use a whole number from ${least} to 2147483647`);
  }
}

function checkFolders(owner: Construct, folders: string[]): void {
  if (folders.length === 0) {
    throw new Error(`folders of ${at(owner)} are empty: name at least one`);
  }
  const wrong = folders.find((folder) => /[\n\0]/.test(folder) || folder.split('/').some((part) => ['', '.', '..'].includes(part)));
  if (wrong !== undefined) {
    throw new Error(`folder ${JSON.stringify(wrong)} of ${at(owner)} is not below its volume: write it relative, without '.', '..' and newlines`);
  }
}

/** Kinds of volumes that Kubernetes gives to no fsGroup. */
const OUT_OF_REACH = ['hostPath', 'nfs'];

function checkReach(owner: Construct, volume: kplus.Volume, group?: number): void {
  const kind = OUT_OF_REACH.find((candidate) => candidate in sourceOf(volume));
  if (kind) {
    throw new Error(`fsGroup does not reach volume '${volume.name}' of ${at(owner)}, a ${kind}: change the owner of its folders on the server or node,`
      + ' or set \'allowRoot\'');
  }
  if (group !== undefined) {
    throw new Error(`only root can give folders of ${at(owner)} to group ${group}: leave 'group' out for the pod's fsGroup, or set 'allowRoot'`);
  }
}
