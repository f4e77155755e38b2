import { App, Chart, Cron, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

export const IMAGE = 'busybox:1.36.1';

export function newChart(id = 'shop'): Chart {
  return new Chart(new App(), id);
}

/** Every kind of workload, as users make them without this library. */
export const KINDS: { [kind: string]: (chart: Chart, props?: kplus.AbstractPodProps) => kplus.AbstractPod } = {
  Pod: (chart, props) => new kplus.Pod(chart, 'Web', props),
  Deployment: (chart, props) => new kplus.Deployment(chart, 'Web', props),
  StatefulSet: (chart, props) => new kplus.StatefulSet(chart, 'Web', {
    ...props,
    service: new kplus.Service(chart, 'Peers', { clusterIP: 'None', ports: [{ port: 80 }] }),
  }),
  DaemonSet: (chart, props) => new kplus.DaemonSet(chart, 'Web', props),
  Job: (chart, props) => new kplus.Job(chart, 'Web', props),
  CronJob: (chart, props) => new kplus.CronJob(chart, 'Web', { ...props, schedule: Cron.hourly() }),
};

/** A Deployment with one container 'main', as users make it without this library. */
export function newDeployment(chart = newChart()): kplus.Deployment {
  return new kplus.Deployment(chart, 'Web', { containers: [{ image: IMAGE }] });
}

/** The pod spec of the only workload of a chart, as it is written. */
export function podSpecOf(chart: Chart): any {
  return podTemplateOf(chart).spec;
}

/** Metadata and spec of the only workload's pods, as they are written. */
export function podTemplateOf(chart: Chart): any {
  const workload = Testing.synth(chart).find(({ kind }) => kind in KINDS);
  switch (workload.kind) {
    case 'Pod': return workload;
    case 'CronJob': return workload.spec.jobTemplate.spec.template;
    default: return workload.spec.template;
  }
}

/** The files of the first ConfigMap that has a file, or of the first one: as text or as bytes, where YAML would change them. */
export function configFilesOf(chart: Chart, file?: string): { [name: string]: string } {
  const all = Testing.synth(chart).filter(({ kind }) => kind === 'ConfigMap').map(({ data, binaryData = {} }) => ({
    ...data,
    ...Object.fromEntries(Object.entries<string>(binaryData).map(([name, bytes]) => [name, Buffer.from(bytes, 'base64').toString()])),
  }));
  return file === undefined ? Object.assign({}, ...all) : all.find((files) => file in files) ?? {};
}

export function containerOf(spec: any, name: string): any {
  return [...spec.initContainers ?? [], ...spec.containers].find((container) => container.name === name);
}
