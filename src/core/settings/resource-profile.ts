import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { checkShare, ResourceShare, shareOf } from './resource-share';
import { Setting } from './setting';
import { at } from '../values/errors';

/**
 * Requests and limits per role of a container.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface ResourceProfileOptions {
  /**
   * The app's container. `SidecarLoggedApp` adds storage: a request of 100Mi, and a limit of 100Mi more than the log volume.
   *
   * @default - requests 100m, 128Mi; limits 500m, 256Mi
   */
  readonly app?: kplus.ContainerResources;

  /**
   * Sidecars and init steps that are a shell script or a small program.
   *
   * @default - requests 50m, 32Mi; limits 200m, 64Mi
   */
  readonly script?: kplus.ContainerResources;

  /**
   * Log shippers and adapters that are a shell script.
   *
   * @default - requests 50m, 32Mi, 100Mi storage; limits 200m, 64Mi, 300Mi storage
   */
  readonly logStream?: kplus.ContainerResources;

  /**
   * Log shippers such as Fluent Bit.
   *
   * @default - requests 50m, 64Mi, 100Mi storage; limits 200m, 128Mi, 300Mi storage
   */
  readonly logShipper?: kplus.ContainerResources;

  /**
   * Ambassadors and proxies such as Envoy, HAProxy, nginx and PgBouncer.
   *
   * @default - requests 50m, 64Mi; limits 500m, 128Mi
   */
  readonly proxy?: kplus.ContainerResources;

  /**
   * Metrics exporters such as the StatsD exporter.
   *
   * @default - requests 50m, 64Mi; limits 200m, 128Mi
   */
  readonly exporter?: kplus.ContainerResources;

  /**
   * The OpenTelemetry Collector and other large agents such as Fluentd.
   *
   * @default - requests 100m, 128Mi, 100Mi storage; limits 500m, 256Mi, 300Mi storage
   */
  readonly agent?: kplus.ContainerResources;
}

/**
 * Shares of the app's resources, per role of a container.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface ResourceSharesOptions {
  /**
   * Sidecars and init steps that are a shell script or a small program.
   *
   * @default - the figures of the small profile
   */
  readonly script?: ResourceShare;

  /**
   * Log shippers and adapters that are a shell script.
   *
   * @default - the figures of the small profile
   */
  readonly logStream?: ResourceShare;

  /**
   * Log shippers such as Fluent Bit.
   *
   * @default - the figures of the small profile
   */
  readonly logShipper?: ResourceShare;

  /**
   * Ambassadors and proxies such as Envoy, HAProxy, nginx and PgBouncer.
   *
   * @default - the figures of the small profile
   */
  readonly proxy?: ResourceShare;

  /**
   * Metrics exporters such as the StatsD exporter.
   *
   * @default - the figures of the small profile
   */
  readonly exporter?: ResourceShare;

  /**
   * The OpenTelemetry Collector and other large agents such as Fluentd.
   *
   * @default - the figures of the small profile
   */
  readonly agent?: ResourceShare;
}

/**
 * A role of `ResourceProfileOptions`.
 *
 * @internal
 */
export type ResourceRole = keyof ResourceProfileOptions;

function resources(cpu: [number, number], memory: [number, number], storage?: [number, number]): kplus.ContainerResources {
  return {
    cpu: { request: kplus.Cpu.millis(cpu[0]), limit: kplus.Cpu.millis(cpu[1]) },
    memory: { request: Size.mebibytes(memory[0]), limit: Size.mebibytes(memory[1]) },
    ephemeralStorage: storage && { request: Size.mebibytes(storage[0]), limit: Size.mebibytes(storage[1]) },
  };
}

const SMALL: Required<ResourceProfileOptions> = {
  app: resources([100, 500], [128, 256]),
  script: resources([50, 200], [32, 64]),
  logStream: resources([50, 200], [32, 64], [100, 300]),
  logShipper: resources([50, 200], [64, 128], [100, 300]),
  proxy: resources([50, 500], [64, 128]),
  exporter: resources([50, 200], [64, 128]),
  agent: resources([100, 500], [128, 256], [100, 300]),
};

const LARGE: Required<ResourceProfileOptions> = {
  app: resources([250, 1000], [256, 512]),
  script: resources([50, 500], [64, 128]),
  logStream: resources([50, 500], [64, 128], [100, 300]),
  logShipper: resources([100, 500], [128, 256], [100, 300]),
  proxy: resources([100, 1000], [128, 256]),
  exporter: resources([50, 500], [128, 256]),
  agent: resources([250, 1000], [256, 512], [100, 300]),
};

const LEAN_SIDECARS: Required<ResourceProfileOptions> = {
  app: resources([500, 1000], [256, 512]),
  script: resources([50, 100], [32, 64]),
  logStream: resources([50, 100], [32, 64], [100, 300]),
  logShipper: resources([50, 100], [64, 128], [100, 300]),
  proxy: resources([50, 100], [64, 128]),
  exporter: resources([50, 100], [64, 128]),
  agent: resources([50, 100], [128, 256], [100, 300]),
};

/**
 * Requests and limits of containers that do not set their own.
 *
 * @example
 * import { App } from 'cdk8s';
 * import { ResourceProfile } from 'cdk8s-pod-patterns';
 *
 * const app = new App();
 * ResourceProfile.LARGE.applyTo(app);
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export class ResourceProfile {
  /**
   * Small figures that fit most pods. This is the default.
   */
  public static readonly SMALL = new ResourceProfile(SMALL);

  /**
   * About twice as much, for pods that log or serve a lot.
   */
  public static readonly LARGE = new ResourceProfile(LARGE);

  /**
   * Most of the pod's CPU and memory for the app: 500m and 256Mi, at most 1 CPU and 512Mi. Sidecars get 50m, at most 100m, and as much
   * memory as in the small profile. A proxy for all requests needs more: set its `resources`.
   */
  public static readonly LEAN_SIDECARS = new ResourceProfile(LEAN_SIDECARS);

  /**
   * The small profile with the figures of some roles replaced.
   */
  public static of(options: ResourceProfileOptions): ResourceProfile {
    return new ResourceProfile({ ...SMALL, ...options });
  }

  /**
   * The small profile, where sidecars of some roles get a share of what the app has. Create the app's container before them.
   *
   * @throws if a percentage is not above 0
   */
  public static relativeToApp(shares: ResourceSharesOptions): ResourceProfile {
    Object.entries(shares).forEach(([role, share]) => checkShare(role, share ?? {}));
    return new ResourceProfile(SMALL, shares);
  }

  /**
   * @param app the resources of the app's container, if it is there
   * @internal
   */
  public static _for(construct: IConstruct, role: ResourceRole, app?: kplus.ContainerResources): kplus.ContainerResources {
    const { roles, shares } = setting.read(construct);
    const share = role === 'app' ? undefined : shares[role];
    if (!share) {
      return roles[role];
    }
    if (!app) {
      throw new Error(`resources of ${at(construct)} are a share of the app's, but the app does not exist yet: create the app's container first, or set 'resources'`);
    }
    return shareOf(app, share, roles[role]);
  }

  private constructor(private readonly roles: Required<ResourceProfileOptions>, private readonly shares: ResourceSharesOptions = {}) {}

  /**
   * Makes this the profile for everything below a scope. The nearest scope wins.
   *
   * @param scope an app, a chart or a workload, before patterns are created in it
   * @throws if a pattern below the scope has been created already
   */
  public applyTo(scope: IConstruct): void {
    setting.applyTo(scope, this);
  }
}

const setting = new Setting<ResourceProfile>('resource profile', ResourceProfile.SMALL);
