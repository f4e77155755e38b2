import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { at } from '../core/values/errors';

/**
 * A Service in front of the app.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/
 */
export interface AppServiceOptions {
  /**
   * Port of the Service.
   *
   * @default - the app's port
   */
  readonly port?: number;

  /**
   * Name of that port, which Kubernetes requires if there are several.
   *
   * @default - none, or 'http' where there are more `ports`
   */
  readonly portName?: string;

  /**
   * More ports, each with a name.
   *
   * @default - none
   */
  readonly ports?: kplus.ServicePort[];

  /**
   * Name of the Service.
   *
   * @default - made of the construct's path
   */
  readonly name?: string;

  /**
   * Type of the Service.
   *
   * @default ServiceType.CLUSTER_IP
   */
  readonly serviceType?: kplus.ServiceType;
}

/** A Service that leads to a port of an app. */
export function exposeApp(owner: Construct, workload: kplus.AbstractPod, appPort: number | undefined, options: AppServiceOptions): kplus.Service {
  if (!appPort) {
    throw new Error(`'service' is set in ${at(owner)}, but the app has no port: set 'port'`);
  }
  const { name, port = appPort, ports = [], portName = ports.length > 0 ? 'http' : undefined } = options;
  return new kplus.Service(owner, 'Service', {
    selector: workload,
    metadata: name ? { name } : undefined,
    type: options.serviceType,
    ports: [{ port, targetPort: appPort, name: portName }, ...ports],
  });
}
