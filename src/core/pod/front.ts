import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { allContainers } from './pod-editor';
import { checkLater } from '../objects/chart-checks';
import { patchesOf } from '../objects/reaches';
import { ServicesOfApp, WrittenService } from '../objects/services-of-app';
import { podOfObject } from '../spec/pod-path';
import { Carried } from '../values/carried';
import { at } from '../values/errors';

/** A proxy in front of an app, which accepts the app's connections. */
export interface Front {
  readonly owner: Construct;
  readonly pod: kplus.AbstractPod;
  readonly port: number;
  readonly appPort: number;
  /** Whether clients have a way that is not in the app. */
  readonly serviceElsewhere?: boolean;
}

/** At synthesis: fails for a proxy that no Service leads to. One behind another proxy of the pod, or on the node's network, needs none. */
export function checkServicesLater(front: Front): void {
  fronts.of(Chart.of(front.owner), (chart) => new Fronts(chart)).add(front);
}

class Fronts {
  private readonly all: Front[] = [];
  /** Those that no Service was seen to lead to. */
  private open: Front[] = [];

  constructor(private readonly chart: Chart) {
    checkLater(chart, () => this.find());
  }

  public add(front: Front): void {
    this.all.push(front);
    if (!front.serviceElsewhere) {
      this.open.push(front);
    }
  }

  /** Most Services stand in the chart of their workload. The others are looked for in the whole app. */
  private find(): string[] {
    let messages: string[] = [];
    for (const scope of [this.chart, this.chart.node.root]) {
      if (this.open.length > 0) {
        const services = new ServicesOfApp(scope);
        const faults = this.open.map((front) => ({ front, message: this.faultOf(front, services) })).filter(({ message }) => message);
        this.open = faults.map(({ front }) => front);
        messages = faults.map(({ message }) => message!);
      }
    }
    return messages;
  }

  private faultOf(front: Front, services: ServicesOfApp): string | undefined {
    const { owner, pod, port, appPort } = front;
    if (pod.hostNetwork || this.all.some((other) => other.pod === pod && other.appPort === port)) {
      return undefined;
    }
    const selecting = services.selecting(labelsOf(pod), pod.metadata.namespace);
    const leadingTo = (number: number) => selecting.find((service) => leadsTo(service, pod, number));
    if (leadingTo(port)) {
      return undefined;
    }
    const past = leadingTo(appPort);
    const elsewhere = 'or set \'serviceElsewhere\' if the one for it is not part of this app';
    return past
      ? `no Service leads to port ${port} of ${at(owner)}: service ${at(past.object)} leads to port ${appPort} of the app, past it: pass it as 'service' or to`
        + ` 'retarget()', give it a port that leads to ${port} too, ${elsewhere}`
      : `no Service leads to port ${port} of ${at(owner)}, so that no client reaches the proxy: add one, such as`
        + ` \`new kplus.Service(chart, 'Service', { selector: workload, ports: [{ port: ${port} }] })\`, ${elsewhere}`;
  }
}

const fronts = new Carried<Fronts>('fronts');

function leadsTo({ targets }: WrittenService, pod: kplus.AbstractPod, port: number): boolean {
  return targets.some((target) => target === port || typeof target === 'string'
    && allContainers(pod).some(({ ports }) => ports.some(({ name, number }) => name === target && number === port)));
}

/** With those of JSON patches. */
function labelsOf(pod: kplus.AbstractPod): { [label: string]: string } {
  const object = ApiObject.of(pod);
  const own = pod.podMetadata.toJson()?.labels;
  if (patchesOf(object).length === 0) {
    return own ?? {};
  }
  const manifest = object.toJson();
  const template = podOfObject(object, manifest)?.path.slice(0, -1).reduce((value, key) => value?.[key], manifest);
  return template?.metadata?.labels ?? own ?? {};
}
