import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { Setting } from './setting';

/**
 * What may differ in the restricted baseline.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export interface RestrictedOptions {
  /**
   * User ID that the container runs as, not 0.
   *
   * @default - 1000, or the usual user of the program that a pattern brings
   */
  readonly user?: number;

  /**
   * Group id that the container runs as. 0 is the group of root, which reads what many images keep for it.
   *
   * @default - the same number as `user`; with `imageUser`, the image's own
   */
  readonly group?: number;

  /**
   * Run as the user that the image names, which must be numeric and not root. Cannot be combined with `user`.
   *
   * @default false
   */
  readonly imageUser?: boolean;

  /**
   * Whether the container may write to its own root file system.
   *
   * @default false
   */
  readonly writableRootFilesystem?: boolean;
}

/**
 * What may differ where the cluster assigns users and groups.
 *
 * @see https://docs.okd.io/latest/authentication/managing-security-context-constraints.html
 */
export interface AssignedByClusterOptions {
  /**
   * Whether the container may write to its own root file system.
   *
   * @default false
   */
  readonly writableRootFilesystem?: boolean;
}

/** Who a container runs as. */
interface Identity {
  readonly user?: number;
  readonly group?: number;
}

/** Files of one container are readable by the others of the pod through this group. */
const SHARED_GROUP = 2000;

/**
 * The security context of a container, or of all containers that patterns put into an app, a chart or a workload.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 * @example
 * import { App } from 'cdk8s';
 * import { SecurityBaseline } from 'cdk8s-pod-patterns';
 *
 * const app = new App();
 * SecurityBaseline.assignedByCluster().applyTo(app);
 */
export class SecurityBaseline {
  /**
   * Restricted Pod Security, with a read-only root file system and a numeric user.
   *
   * @throws if the user is root, or both `user` and `imageUser` are given
   */
  public static restricted(options: RestrictedOptions = {}): SecurityBaseline {
    if (options.user === 0) {
      throw new Error('user 0 is root, which restricted Pod Security forbids: set another user, or use SecurityBaseline.custom()');
    }
    if (options.imageUser && options.user !== undefined) {
      throw new Error(`'user' ${options.user} and 'imageUser' contradict each other: leave one of them out`);
    }
    const { user = options.imageUser ? undefined : 1000 } = options;
    return new SecurityBaseline(
      restrictedContext({ user, group: options.group ?? user }, options.writableRootFilesystem),
      SHARED_GROUP,
      options.imageUser ? undefined : options,
    );
  }

  /**
   * Restricted Pod Security without fixed ids, for clusters that assign them: no `runAsUser`, no `runAsGroup`, and no `fsGroup` of the pod.
   *
   * The security context constraint `restricted-v2` of OpenShift refuses fixed ids. It runs all containers of a pod as one user of the
   * namespace with the group 0, and shares volumes through a group of the namespace. On other clusters, an image whose user is root or a
   * name does not start.
   *
   * @see https://docs.okd.io/latest/authentication/managing-security-context-constraints.html
   */
  public static assignedByCluster(options: AssignedByClusterOptions = {}): SecurityBaseline {
    return new SecurityBaseline(restrictedContext({}, options.writableRootFilesystem), undefined);
  }

  /**
   * A security context of your own, as cdk8s-plus writes it.
   */
  public static custom(context: kplus.ContainerSecurityContextProps): SecurityBaseline {
    return new SecurityBaseline(context, SHARED_GROUP);
  }

  /**
   * The baseline of the nearest scope, for a program that usually runs as a user.
   *
   * @internal
   */
  public static _for(construct: IConstruct, usual: number = 1000): SecurityBaseline {
    const baseline = setting.read(construct);
    return baseline.restrictedOptions?.user === undefined ? baseline._runAs({ user: usual }) : baseline;
  }

  /**
   * The group through which the containers of a pod share files; nothing where the cluster assigns it.
   *
   * @internal
   */
  public static _sharedGroup(pod: IConstruct): number | undefined {
    return setting.read(pod).fsGroup;
  }

  /** The same with other users: there are few of them, and many containers. */
  private readonly others = new Map<string, SecurityBaseline>();

  /**
   * @param restrictedOptions of a baseline whose user may be replaced
   */
  private constructor(
    private readonly context: kplus.ContainerSecurityContextProps,
    private readonly fsGroup: number | undefined,
    private readonly restrictedOptions?: RestrictedOptions,
  ) {}

  /**
   * Makes this the baseline of all containers that patterns put into pods below a scope. The nearest scope wins, and the `security` of a
   * container goes before it.
   *
   * @param scope an app, a chart or a workload, before patterns are created in it
   * @throws if a pattern below the scope has been created already
   */
  public applyTo(scope: IConstruct): void {
    setting.applyTo(scope, this);
  }

  /**
   * @internal
   */
  public _toContext(): kplus.ContainerSecurityContextProps {
    return this.context;
  }

  /**
   * The same with another user, where the baseline may name one.
   *
   * @internal
   */
  public _runAs({ user, group }: Identity): SecurityBaseline {
    const { restrictedOptions: options } = this;
    if (!options) {
      return this;
    }
    const identity = `${user}:${group}`;
    let other = this.others.get(identity);
    if (!other) {
      other = SecurityBaseline.restricted({ ...options, user, group: group ?? options.group });
      this.others.set(identity, other);
    }
    return other;
  }

  /**
   * Whether containers can be given another user.
   *
   * @internal
   */
  public _namesUsers(): boolean {
    return this.restrictedOptions !== undefined;
  }
}

function restrictedContext({ user, group }: Identity, writableRootFilesystem = false): kplus.ContainerSecurityContextProps {
  return {
    user,
    group,
    ensureNonRoot: true,
    readOnlyRootFilesystem: !writableRootFilesystem,
    allowPrivilegeEscalation: false,
    capabilities: { drop: [kplus.Capability.ALL] },
    seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
  };
}

const setting = new Setting<SecurityBaseline>('security baseline', SecurityBaseline.restricted());
