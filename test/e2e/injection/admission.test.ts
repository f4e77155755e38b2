import { ApiObject, Chart } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';
import {
  AmbassadorProxy, ConfigFile, ConfigWriter, IInjectable, LogSidecar, MetricsAdapter, MetricsExporter, ReverseProxy, Scraping, Sidecar,
  SidecarInjection, SidecarInjectionPolicy, Upstream, WaitFor, WaitTarget, WorkloadSelector,
} from '../../../src';
import { admitted, comparable, policyChart, refusal, withPolicies } from '../support/admission';
import { behaviourAtAdmission } from '../support/behaviour';
import { appIn, Mode } from '../support/examples';
import { BUSYBOX } from '../support/logging-pod';

const ODD = '\'"\\ $(A) ${b} \n\t # ä 😀 \u2028 \') + object.spec';

const PATTERNS: IInjectable[] = [
  { patternId: 'Needs', addTo: (workload, id) => new WaitFor(workload, id, { targets: [WaitTarget.tcp({ host: 'kubernetes.default', port: 443 })] }) },
  { patternId: 'Logs', addTo: (workload, id) => new LogSidecar(workload, id, { logFiles: ['/var/log/app/*.log'] }) },
  { patternId: 'Metrics', addTo: (workload, id) => new MetricsAdapter(workload, id, { exporter: MetricsExporter.statsd(), scraping: Scraping.annotations() }) },
  { patternId: 'Proxy', addTo: (workload, id) => new ReverseProxy(workload, id, { appPort: 8080, serviceElsewhere: true }) },
  {
    patternId: 'Orders',
    addTo: (workload, id) => {
      const { endpoint } = new AmbassadorProxy(workload, id, { upstreams: [Upstream.tcp({ host: 'orders', port: 5432 })] });
      endpoint.provideTo(workload.containers.find(({ name }) => name !== 'first')!, { host: 'PGHOST', port: 'PGPORT' });
    },
  },
  {
    patternId: 'Settings',
    addTo: (workload, id) => new ConfigWriter(workload, id, { files: [ConfigFile.text('app.conf', 'a=1\n')] })
      .mountTo(workload.containers.find(({ name }) => name !== 'first')!, '/etc/settings'),
  },
  { patternId: 'Odd', addTo: (workload, id) => new Sidecar(workload, id, { image: BUSYBOX, env: { ODD: EnvValue.fromValue(ODD) } }) },
];

const RESTRICTED = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' }, runAsNonRoot: true };

/** A pod as others write it. */
function pod({ annotations, container, beside = [], ...spec }: any = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { labels: { app: 'web' }, annotations },
    spec: {
      ...spec,
      containers: [...beside, { name: 'main', image: BUSYBOX, securityContext: { ...RESTRICTED, runAsUser: 1234 }, ...container }],
    },
  };
}

const by = (name: string, value: string) => ({ annotations: { [`cdk8s-pod-patterns/${name}`]: value } });

const PODS: { [what: string]: object } = {
  'a pod': pod(),
  'user and group of the app': pod({ container: { securityContext: { ...RESTRICTED, runAsUser: 1234, runAsGroup: 4321 } } }),
  'user of the pod': pod({ securityContext: { runAsUser: 4000, fsGroup: 999 }, container: { securityContext: RESTRICTED } }),
  'no user': pod({ container: { securityContext: RESTRICTED } }),
  'a volume at the folder': pod({
    volumes: [{ name: 'own', emptyDir: {} }], container: { volumeMounts: [{ name: 'own', mountPath: '/var/log/app', subPath: 'sub' }] },
  }),
  'pod-level resources': pod({ resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '1.5Gi' } } }),
  'classic sidecars': pod(by('sidecar-mode', 'classic')),
  'native sidecars': pod(by('sidecar-mode', 'native')),
  'an image': pod(by('logs.image', 'mirror/busybox:1.37')),
  'little CPU and much memory': pod({ annotations: { ...by('logs.cpu', '20m').annotations, ...by('logs.memory', '96Mi').annotations } }),
  'both with pod-level resources': pod({ ...by('metrics.cpu', '0.3'), resources: { requests: { cpu: '1' }, limits: { cpu: '2' } } }),
  'another container in front of the app': pod({
    annotations: { 'kubectl.kubernetes.io/default-container': 'main' }, beside: [{ name: 'first', image: BUSYBOX, securityContext: RESTRICTED }],
  }),
  'init containers and variables': pod({
    initContainers: [{ name: 'setup', image: BUSYBOX, securityContext: { ...RESTRICTED, runAsUser: 1 } }],
    container: { env: [{ name: 'A', value: 'b' }], ports: [{ containerPort: 8080 }] },
  }),
  'a longer grace period': pod({ terminationGracePeriodSeconds: 90 }),
  'an action before the stop': pod({ container: { lifecycle: { preStop: { exec: { command: ['true'] } } } } }),
};

/** Pods with something in the way, and what the API server says of them. */
const REFUSED: [string, object][] = [
  ["container name 'logs' is already taken", pod({ beside: [{ name: 'logs', image: BUSYBOX, securityContext: RESTRICTED }] })],
  ["container name 'needs' is already taken", pod({ initContainers: [{ name: 'needs', image: BUSYBOX, securityContext: RESTRICTED }] })],
  ["port 9102/TCP of container 'metrics' is already taken by container 'main'", pod({ container: { ports: [{ containerPort: 9102 }] } })],
  ["volume name 'settings' is already taken", pod({ volumes: [{ name: 'settings', emptyDir: {} }] })],
  ["mount path '/etc/settings' of container 'main' is already taken by volume 'own'", pod({
    volumes: [{ name: 'own', emptyDir: {} }], container: { volumeMounts: [{ name: 'own', mountPath: '/etc/settings' }] },
  })],
  ["environment variable 'PGHOST' of container 'main' is already set", pod({ container: { env: [{ name: 'PGHOST', value: 'db' }] } })],
];

const OF_JOB: any = pod();
OF_JOB.metadata.ownerReferences = [{ apiVersion: 'batch/v1', kind: 'Job', name: 'nightly', uid: '0' }];

function synthesized(mode: Mode, manifest: any): object {
  const chart = new Chart(appIn(mode), 'synthesis');
  new SidecarInjection(chart, 'Injected', { patterns: PATTERNS });
  new ApiObject(chart, 'Policy', manifest); // where a configuration names the workload, both have one name
  return chart.toJson().find(({ kind }) => kind === 'Pod');
}

for (const mode of ['native', 'classic'] as Mode[]) {
  behaviourAtAdmission(`pods are the same by policy and by synthesis (${mode})`, async (namespace) => {
    const chart = policyChart(namespace, mode);
    new SidecarInjectionPolicy(chart, 'Policy', {
      namespaces: [namespace.name],
      into: WorkloadSelector.allOf([WorkloadSelector.labels({ app: 'web' }), WorkloadSelector.noneOf([WorkloadSelector.annotations({ out: '*' })])]),
      patterns: PATTERNS,
    });
    return withPolicies(namespace, chart, async () => {
      await namespace.until('the policy is in force', async () => (await admitted(namespace, [pod()]))[0].spec.initContainers);
      const comparables = async (pods: object[]) => {
        const all = await admitted(namespace, pods);
        return Object.keys(PODS).map((what, index) => ({ what, ...comparable(all[index]) }));
      };
      const written = Object.values(PODS);
      expect(await comparables(written)).toEqual(await comparables(written.map((manifest) => synthesized(mode, manifest))));
      const untouched = [pod(by('inject', 'false')), pod({ annotations: { out: '' } }), { ...pod(), metadata: { labels: { app: 'api' } } }];
      expect((await admitted(namespace, untouched)).map(({ spec }) => spec.initContainers)).toEqual([undefined, undefined, undefined]);
      const reasons = await Promise.all([...REFUSED.map(([, refusedPod]) => refusedPod), OF_JOB].map((refusedPod) => refusal(namespace, refusedPod)));
      REFUSED.forEach(([problem], index) => expect(reasons[index]).toContain(problem));
      const ofJob = reasons.pop();
      if (mode === 'classic') {
        expect(ofJob).toContain("classic sidecar 'logs' would keep Job 'nightly' from completing");
      } else {
        expect(ofJob).toBe('');
      }
      return `${Object.keys(PODS).length} kinds of pods; refused: ${reasons[0]}`;
    });
  });
}
