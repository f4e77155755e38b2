import * as kplus from 'cdk8s-plus-28';

/**
 * What may differ in the restricted baseline.
 */
export interface RestrictedOptions {
  /**
   * User id that the container runs as; not 0.
   *
   * @default 1000
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
 * The security context of a container.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export class SecurityBaseline {
  /**
   * Restricted Pod Security, with a read-only root file system and a numeric user.
   *
   * @throws if the user is root, or both `user` and `imageUser` are given
   */
  public static restricted(options: RestrictedOptions = {}): SecurityBaseline {
    if (options.user === 0) {
      throw new Error('user 0 is root, which restricted Pod Security forbids: name another user, or use SecurityBaseline.custom()');
    }
    if (options.imageUser && options.user !== undefined) {
      throw new Error(`'user' ${options.user} and 'imageUser' contradict each other: leave one of them out`);
    }
    const user = options.imageUser ? undefined : options.user ?? 1000;
    return new SecurityBaseline({
      user,
      group: options.group ?? user,
      ensureNonRoot: true,
      readOnlyRootFilesystem: !options.writableRootFilesystem,
      allowPrivilegeEscalation: false,
      capabilities: { drop: [kplus.Capability.ALL] },
      seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
    });
  }

  /**
   * A security context of your own, as cdk8s-plus writes it.
   */
  public static custom(context: kplus.ContainerSecurityContextProps): SecurityBaseline {
    return new SecurityBaseline(context);
  }

  private constructor(private readonly context: kplus.ContainerSecurityContextProps) {}

  /**
   * @internal
   */
  public _toContext(): kplus.ContainerSecurityContextProps {
    return this.context;
  }
}
