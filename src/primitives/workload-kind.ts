import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Rendering } from '../core/objects/rendering';

/**
 * The kind of workload that an assembled app creates, with everything that cdk8s-plus offers for that kind:
 * metadata, pod metadata, replicas, schedule, volumes, service account, DNS and more.
 *
 * @example
 * import { App, Chart, Cron } from 'cdk8s';
 * import { SidecarLoggedApp, WorkloadKind } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * new SidecarLoggedApp(chart, 'Report', {
 *   image: 'ghcr.io/acme/report:2.0.0',
 *   workload: WorkloadKind.cronJob({ schedule: Cron.daily() }),
 *   logFiles: ['/var/log/report/*.log'],
 * });
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/
 */
export class WorkloadKind {
  /**
   * A Deployment.
   */
  public static deployment(props: kplus.DeploymentProps = {}): WorkloadKind {
    return new WorkloadKind((scope, id) => new kplus.Deployment(scope, id, props));
  }

  /**
   * A StatefulSet, with a headless Service unless `service` is set.
   */
  public static statefulSet(props: kplus.StatefulSetProps = {}): WorkloadKind {
    return new WorkloadKind((scope, id, ports) => new kplus.StatefulSet(scope, id, {
      ...props,
      service: props.service ?? headlessService(scope, ports, props.metadata?.namespace),
    }));
  }

  /**
   * A DaemonSet.
   */
  public static daemonSet(props: kplus.DaemonSetProps = {}): WorkloadKind {
    return new WorkloadKind((scope, id) => new kplus.DaemonSet(scope, id, props));
  }

  /**
   * A Job. Its sidecars must be native, or it would never complete.
   */
  public static job(props: kplus.JobProps = {}): WorkloadKind {
    return new WorkloadKind((scope, id) => new kplus.Job(scope, id, props));
  }

  /**
   * A CronJob. Its sidecars must be native, or its jobs would never complete.
   */
  public static cronJob(props: kplus.CronJobProps): WorkloadKind {
    return new WorkloadKind((scope, id) => new kplus.CronJob(scope, id, props));
  }

  /**
   * A Pod without a controller.
   */
  public static pod(props: kplus.PodProps = {}): WorkloadKind {
    return new WorkloadKind((scope, id) => new kplus.Pod(scope, id, props));
  }

  private constructor(private readonly create: (scope: Construct, id: string, ports: kplus.ContainerPort[]) => kplus.AbstractPod) {}

  /**
   * @internal
   */
  public _create(scope: Construct, id: string, ports: kplus.ContainerPort[]): kplus.AbstractPod {
    return this.create(scope, id, ports);
  }
}

/** A StatefulSet wants its Service before its containers are known. It gives pods their names also where they have no ports. */
function headlessService(scope: Construct, ports: kplus.ContainerPort[], namespace?: string): kplus.Service {
  const service = new kplus.Service(scope, 'HeadlessService', {
    clusterIP: 'None',
    metadata: { namespace },
    ports: ports.map(({ number, name, protocol }) => ({ port: number, targetPort: number, name: name ?? `port-${number}`, protocol })),
  });
  if (ports.length === 0) {
    service.bind(1); // cdk8s-plus wants one
    Rendering.of(ApiObject.of(service)).add(({ spec }) => { delete spec.ports; });
  }
  return service;
}
