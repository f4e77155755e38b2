import { Chart, Testing } from 'cdk8s';
import { IInjectable, LogSidecar, Sidecar, SidecarInjection, SidecarInjectionProps } from '../../../src';
import { IMAGE, KINDS } from '../../support/workloads';

export const logs: IInjectable = {
  patternId: 'Logs',
  addTo: (workload, id) => new LogSidecar(workload, id, { logFiles: ['/var/log/app/*.log'] }),
};

export const beside: IInjectable = {
  patternId: 'Beside',
  addTo: (workload, id) => new Sidecar(workload, id, { image: IMAGE, ports: [{ number: 9102 }] }),
};

export function inject(chart: Chart, props: Partial<SidecarInjectionProps> = {}): SidecarInjection {
  return new SidecarInjection(chart, 'Injected', { patterns: [logs], ...props });
}

/** A Deployment as YAML has it. */
export function written(spec: object = {}, annotations: { [name: string]: string } = {}, labels: { [name: string]: string } = { app: 'web' }): any {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [{ name: 'main', image: IMAGE }], ...spec },
      },
    },
  };
}

export const namesIn = ({ initContainers = [], containers }: any) => [...initContainers, ...containers].map(({ name }: any) => name);

const podOf = (manifest: any) => (manifest.spec.jobTemplate?.spec ?? manifest.spec).template?.spec ?? manifest.spec;

export const workloadsOf = (manifests: any[]) => manifests.filter(({ kind }) => kind in KINDS);

/** The containers by the name of the workload. */
export const injectedIn = (chart: Chart): { [name: string]: string[] } => (
  Object.fromEntries(workloadsOf(Testing.synth(chart)).map((one) => [one.metadata.name, namesIn(podOf(one))])));
