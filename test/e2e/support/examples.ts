import { createHash } from 'node:crypto';
import { App } from 'cdk8s';
import { CLUSTER_VERSION } from './cluster-version';
import { documentedExamples } from '../../../examples/documented';
import { SidecarMode } from '../../../src';

/** As documented, or the native twin. */
export type Mode = 'classic' | 'native';

/** An app whose manifests are for the cluster that KUBECONFIG names. */
export function appIn(mode: Mode = 'native'): App {
  const app = new App();
  CLUSTER_VERSION.applyTo(app);
  if (mode === 'classic') {
    SidecarMode.CLASSIC.applyTo(app);
  }
  return app;
}

export function exampleNames(): string[] {
  return documentedExamples(new App()).map((chart) => chart.node.id);
}

/** The manifests of an example, free to be changed. */
export function example(name: string, mode: Mode = 'classic'): any[] {
  const chart = documentedExamples(appIn(mode)).find(({ node }) => node.id === name);
  if (!chart) {
    throw new Error(`no example is named '${name}'`);
  }
  return chart.toJson();
}

/** Objects of prometheus-operator, which a test cluster cannot be expected to have. */
const OF_OPERATORS = ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'];

export function withoutOperators(manifests: any[]): any[] {
  return manifests.filter(({ kind }) => !OF_OPERATORS.includes(kind));
}

/**
 * The manifests with other files in a ConfigMap, which gets another name by that in the library too.
 *
 * @param stem what its name begins with
 */
export function changeFiles(manifests: any[], stem: string, change: (files: { [name: string]: string }) => void): any[] {
  const { metadata: { name }, data } = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith(`${stem}-`));
  change(data);
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 10);
  return JSON.parse(JSON.stringify(manifests).replaceAll(`"${name}"`, `"${stem}-${hash}"`));
}

/** Asks for little CPU, so that all pods of an example find room on a small node. */
export function requestLittle(manifests: any[]): any[] {
  for (const { spec } of manifests.flatMap((manifest) => manifest.spec?.template ?? [])) {
    [...spec.containers, ...spec.initContainers ?? []].forEach(({ resources }) => { resources.requests.cpu = '20m'; });
  }
  return manifests;
}
