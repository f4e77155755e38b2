import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { internalsOf } from './reaches';
import { at } from '../values/errors';

/** Leads the ports of a Service that lead to one port of a pod to another one. Nothing is changed when it fails. */
export function retarget(owner: IConstruct, service: kplus.Service, pod: kplus.AbstractPod, from: number, to: number): void {
  const { ports: all, selector } = internalsOf(service);
  const other = labelMissedBy(pod, selector);
  if (other) {
    throw new Error(`service ${at(service)} of ${at(owner)} selects pods with the label '${other[0]}: ${other[1]}', which those of ${at(pod)} do not have:`
      + ' pass the Service of this workload');
  }
  const ports = all.filter((port) => targetOf(port) === from && (port.protocol ?? kplus.Protocol.TCP) === kplus.Protocol.TCP);
  if (ports.length === 0 && !all.some((port) => targetOf(port) === to)) {
    const found = all.map(targetOf).join(', ') || 'none';
    throw new Error(`service ${at(service)} of ${at(owner)} has no port that targets port ${from} of the app (its ports target: ${found}):`
      + ' add one, or set \'appPort\'');
  }
  ports.forEach((port) => { port.targetPort = to; });
}

function labelMissedBy(pod: kplus.AbstractPod, selector: { [label: string]: string }): [string, string] | undefined {
  return Object.entries(selector).find(([label, value]) => pod.podMetadata.getLabel(label) !== value);
}

function targetOf({ port, targetPort = port }: kplus.ServicePort): number {
  return targetPort;
}
