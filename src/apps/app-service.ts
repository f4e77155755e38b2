import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { metadataBeside } from '../core/objects/namespace';
import { at, checkPortNumber } from '../core/values/errors';

/**
 * Options of the Service of the app.
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
   * Name of the port, which Kubernetes requires if there are several.
   *
   * @default - no name, or 'http' if there are more `ports`
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
   * @default - derived from the construct's path
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
  if (appPort === undefined) {
    throw new Error(`'service' is set in ${at(owner)}, but the app has no port: set 'port'`);
  }
  const { name, port = appPort, ports = [], portName = ports.length > 0 ? 'http' : undefined } = options;
  return new kplus.Service(owner, 'Service', {
    selector: workload,
    metadata: metadataBeside(workload, name),
    type: options.serviceType,
    ports: checkPorts(owner, [{ port, targetPort: appPort, name: portName }, ...ports]),
  });
}

/** Several ports of a Service have different names, and numbers. */
function checkPorts(owner: Construct, ports: kplus.ServicePort[]): kplus.ServicePort[] {
  ports.forEach(({ port }) => checkPortNumber(port, 'of the service', owner));
  if (ports.some(({ name }) => !name) && ports.length > 1) {
    throw new Error(`service of ${at(owner)} has several ports, but port ${ports.find(({ name }) => !name)!.port} has no name: set its 'name'`);
  }
  const twice = (one: kplus.ServicePort, other: kplus.ServicePort) => one.name === other.name
    || (one.port === other.port && (one.protocol ?? kplus.Protocol.TCP) === (other.protocol ?? kplus.Protocol.TCP));
  const second = ports.find((port, index) => ports.slice(0, index).some((other) => twice(port, other)));
  if (second) {
    throw new Error(`port ${second.port} '${second.name}' of the service of ${at(owner)} has the name or the number of another one: change it`);
  }
  return ports;
}
