import { App, Chart, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { INIT_STEPS, Pattern, SIDECARS } from './support/patterns';
import * as index from '../../src';
import { InitStepOptions, SecurityBaseline, SidecarMode, SidecarOptions } from '../../src';
import { IMAGE, newChart, newDeployment, podSpecOf } from '../support/workloads';

/** All that a chart with a pattern writes of containers and ConfigMaps. */
interface Written {
  readonly containers: any[];
  readonly inits: any[];
  readonly configMaps: string[];
  readonly volumes: any[];
}

function write<Options>(pattern: Pattern<Options>, options: Options, kinds = [pattern.kind ?? 'Deployment']): Written {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  pattern.add(newDeployment(chart), options);
  const objects = Testing.synth(chart);
  const specs = objects.filter(({ kind }) => kinds.includes(kind)).map(({ spec }) => spec.template.spec);
  return {
    containers: specs.flatMap(({ containers }) => containers),
    inits: specs.flatMap(({ initContainers = [] }) => initContainers),
    configMaps: objects.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name),
    volumes: specs.flatMap(({ volumes = [] }) => volumes),
  };
}

const all = ({ containers, inits }: Written) => [...containers, ...inits];
const named = (written: Written, name: string) => all(written).filter((container) => container.name === name);
/** Names of the ConfigMaps of a volume. */
const configMapsOf = ({ configMap, projected }: any): string[] => (
  [configMap, ...(projected?.sources ?? []).map((source: any) => source.configMap)].flatMap((one) => one?.name ?? []));

const probe = (path: string) => kplus.Probe.fromHttpGet(path, { port: 1234 });
const MEMORY = { memory: { request: Size.mebibytes(333), limit: Size.mebibytes(777) } };
const COMMON = {
  resources: [MEMORY, { resources: { requests: { memory: '333Mi' }, limits: { memory: '777Mi' } } }],
  imagePullPolicy: [kplus.ImagePullPolicy.NEVER, { imagePullPolicy: 'Never' }],
  security: [SecurityBaseline.restricted({ user: 4321 }), { securityContext: { runAsUser: 4321 } }],
} as const;

/** Each option of every init step but those that are names, and what it is in the container. A new option has to be here too. */
const OF_INIT_STEPS: { [Name in keyof Required<Omit<InitStepOptions, 'containerName' | 'configMapName'>>]: readonly [unknown, object] } = COMMON;

/** The same for every sidecar. */
const OF_SIDECARS: { [Name in keyof Required<Omit<SidecarOptions, 'containerName' | 'configMapName' | 'sidecarMode'>>]: readonly [unknown, object] } = {
  ...COMMON,
  readiness: [probe('/r'), { readinessProbe: { httpGet: { path: '/r' } } }],
  liveness: [probe('/l'), { livenessProbe: { httpGet: { path: '/l' } } }],
  startup: [probe('/s'), { startupProbe: { httpGet: { path: '/s' } } }],
};

const rows = <Options>(list: Pattern<Options>[]) => list.map((pattern) => [pattern.name, pattern] as const);

function describeEach<Options>(list: Pattern<Options>[], options: { [name: string]: readonly [unknown, object] }): void {
  describe.each(rows(list))('%s', (_, pattern) => {
    const { parts = [''], secured = 'own', withoutConfigMap } = pattern;

    test.each(Object.entries(options))('takes %s', (option, [value, expected]) => {
      const written = write(pattern, { containerName: 'own', [option]: value } as Options);
      const name = option === 'security' ? secured : 'own';
      for (const part of parts) {
        expect(named(written, name + part)).toEqual([expect.objectContaining({})]);
        expect(named(written, name + part)[0]).toMatchObject(expected);
      }
    });

    test('takes imagePullPolicy for all its containers', () => {
      const written = write(pattern, { imagePullPolicy: kplus.ImagePullPolicy.NEVER } as Options, ['Deployment', 'Job']);
      const policies = all(written).filter(({ name }) => name !== 'main' && name !== 'app');
      expect(policies.map(({ name, imagePullPolicy }) => [name, imagePullPolicy])).toEqual(policies.map(({ name }) => [name, 'Never']));
    });

    const withName = () => write(pattern, { containerName: 'own', configMapName: 'files' } as Options);
    if (withoutConfigMap) {
      test('fails when a ConfigMap is named that it has not', () => {
        expect(withName).toThrow("configMapName 'files' of");
      });
    } else {
      test('takes configMapName', () => {
        const written = withName();
        const mounted = named(written, `own${parts[0]}`).flatMap(({ volumeMounts }) => volumeMounts.map((mount: any) => mount.name));
        const ours = written.volumes.filter(({ name }) => mounted.includes(name)).flatMap(configMapsOf).filter((name) => /^files-[0-9a-z]+$/.test(name));
        expect(written.configMaps).toContain(ours[0]);
      });
    }
  });
}

describeEach(SIDECARS, OF_SIDECARS);
describeEach(INIT_STEPS, OF_INIT_STEPS);

test.each(rows(SIDECARS))('%s takes sidecarMode', (_, pattern) => {
  expect(write(pattern, { containerName: 'own', sidecarMode: SidecarMode.NATIVE }).inits).toContainEqual(expect.objectContaining({ name: 'own', restartPolicy: 'Always' }));
  const { containers, inits } = write(pattern, { containerName: 'own', sidecarMode: SidecarMode.CLASSIC });
  expect(containers.map(({ name }) => name)).toContain('own');
  expect(inits).toEqual([]);
});

test('the tables have every pattern that adds a container', () => {
  const constructs = Object.entries(index).filter(([, value]) => (value as Function).prototype instanceof Construct).map(([name]) => name);
  const tested = [...SIDECARS, ...INIT_STEPS].map(({ name }) => name.split(' ')[0]);
  const without = [
    'AppContainer', 'ExistingWorkload', 'PortPolicy', 'PrometheusRules', 'RolloutAlerts', 'SafeRollout',
    'SidecarInjection', 'SidecarInjectionPolicy', 'SinglePassApp',
  ];
  expect(constructs.filter((name) => ![...tested, ...without].includes(name))).toEqual([]);
});

test.each(Object.entries(OF_SIDECARS))('the container of an app takes %s', (option, [value, expected]) => {
  const chart = newChart();
  const pod = new kplus.Pod(chart, 'Web');
  new index.AppContainer(pod, 'It', { image: IMAGE, containerName: 'own', [option]: value });
  expect(podSpecOf(chart).containers).toEqual([expect.objectContaining({ name: 'own' })]);
  expect(podSpecOf(chart).containers[0]).toMatchObject(expected);
});
