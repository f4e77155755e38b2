import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { SIDECARS, WANTED } from '../../../examples/documented/auto-injected-demo';
import { AppContainer, IInjectable, LogSidecar, SidecarInjection, SidecarInjectionPolicy, WorkloadSelector } from '../../../src';
import { admitted, policyChart, withPolicies } from '../support/admission';
import { behaviour, behaviourAtAdmission } from '../support/behaviour';
import { Client, curl } from '../support/client';
import { CLUSTER_VERSION } from '../support/cluster-version';
import { example, Mode } from '../support/examples';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { Namespace, statuses } from '../support/namespace';

const LOGS: IInjectable[] = [{
  patternId: 'Logs',
  addTo: (workload, id) => new LogSidecar(workload, id, { logFiles: ['/var/log/app/*.log'], resources: TINY }),
}];
const INTO = WorkloadSelector.labels({ logs: 'files' });
const WRITES = 'trap exit TERM; i=0; while true; do i=$((i+1)); echo "line $i" >> /var/log/app/app.log || echo; sleep 0.5 & wait $!; done';

/** A Deployment as YAML files have it, with resources of its pods. */
function deployment(name: string, annotations: { [name: string]: string } = {}, spec: object = {}): any {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name, logs: 'files' }, annotations },
        spec: {
          containers: [{
            name: 'main',
            image: BUSYBOX,
            command: ['sh', '-c', WRITES],
            resources: { requests: { cpu: '20m', memory: '16Mi' } },
            securityContext: {
              runAsUser: 1000, runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' },
            },
          }],
          ...spec,
        },
      },
    },
  };
}

const WITH_RESOURCES = CLUSTER_VERSION._isAtLeast(34) ? { resources: { requests: { cpu: '30m', memory: '32Mi' } } } : {};

/** Names of the containers of the only pod of a Deployment, which is Ready. */
async function readyContainers(namespace: Namespace, app: string): Promise<{ pod: any; names: string[] }> {
  const pod = await namespace.until(`a pod of ${app} is there`, async () => (await namespace.pods(`app=${app}`))[0]);
  return { pod, names: statuses(await namespace.ready(pod.metadata.name)).map(({ name }) => name).sort() };
}

/** Sees that lines arrive, that who wants nothing gets nothing, and that resources of the pod are raised. */
async function see(namespace: Namespace, apps: string[]): Promise<string> {
  for (const app of apps) {
    const { pod, names } = await readyContainers(namespace, app);
    expect(names).toEqual(['logs', 'main']);
    await namespace.logged(pod.metadata.name, 'logs', '5 lines', (log) => log.includes('line 5\n'));
    if (app === 'after' && CLUSTER_VERSION._isAtLeast(34)) {
      expect(pod.spec.resources.requests).toEqual({ cpu: '50m', memory: expect.stringMatching(/^(64Mi|67108864)$/) });
    }
  }
  expect((await readyContainers(namespace, 'without')).names).toEqual(['main']);
  return `lines of ${apps.join(', ')}`;
}

for (const mode of ['native', 'classic'] as Mode[]) {
  behaviour(`workloads made before and after the call have the sidecar, by cdk8s-plus and YAML (${mode})`, async (namespace) => {
    const chart = chartIn(mode, 'shop');
    const before = new kplus.Deployment(chart, 'Before', {
      replicas: 1, metadata: { name: 'before' }, podMetadata: { labels: { app: 'before', logs: 'files' } },
    });
    new AppContainer(before, 'Main', { image: BUSYBOX, command: ['sh', '-c', WRITES], resources: TINY });
    new SidecarInjection(chart, 'Injected', { into: INTO, patterns: LOGS });
    new ApiObject(chart, 'After', deployment('after', {}, WITH_RESOURCES));
    new ApiObject(chart, 'Without', deployment('without', { 'cdk8s-pod-patterns/inject': 'false' }));
    await namespace.apply(chart);
    return see(namespace, ['before', 'after']);
  });

  behaviourAtAdmission(`pods that are created by others have the sidecar (${mode})`, async (namespace) => {
    const chart = policyChart(namespace, mode);
    new SidecarInjectionPolicy(chart, 'Policy', { namespaces: [namespace.name], into: INTO, patterns: LOGS });
    return withPolicies(namespace, chart, async () => {
      await inForce(namespace, deployment('probe'));
      await namespace.apply([deployment('after', {}, WITH_RESOURCES), deployment('without', { 'cdk8s-pod-patterns/inject': 'false' })]);
      return see(namespace, ['after']);
    });
  });
}

behaviourAtAdmission('auto-injected-demo, at synthesis and at admission: requests pass Envoy, its log is shown, metrics are served', async (namespace) => {
  const manifests = example('auto-injected-demo');
  const bare = withoutSidecars(manifests.find(({ kind }) => kind === 'Deployment'));
  const chart = policyChart(namespace);
  new SidecarInjectionPolicy(chart, 'Policy', { namespaces: [namespace.name], into: WANTED, patterns: SIDECARS });
  return withPolicies(namespace, chart, async () => {
    await inForce(namespace, bare);
    await namespace.apply([...manifests, bare]);
    await Client.start(namespace, chart.node.root);
    for (const app of ['auto-inject-demo', 'bare']) {
      const { pod: { metadata: { name } }, names } = await readyContainers(namespace, app);
      expect(names).toEqual(['app', 'envoy', 'log-shipper', 'statsd-exporter']);
      const { status: { podIP } } = await namespace.pod(name) as any;
      expect(await curl(namespace, `--fail http://${podIP}:15001/${app}`)).toContain('App with auto-injected sidecars');
      await namespace.logged(name, 'log-shipper', 'the request', (log) => log.includes(`"path":"/${app}"`));
      expect(await curl(namespace, `--fail http://${podIP}:15000/metrics`)).toMatch(/http_requests_total\{.*\} 1/);
      expect(await curl(namespace, `--fail http://${podIP}:9102/metrics`)).toContain('statsd_exporter_');
    }
    return 'one request each';
  });
});

/** The Deployment of the example as it is before anything is injected. */
function withoutSidecars({ spec, ...deployed }: any): any {
  const { 'cdk8s-pod-patterns/injected': _, 'kubectl.kubernetes.io/default-container': __, ...annotations } = spec.template.metadata.annotations;
  const { env, lifecycle, ...app } = spec.template.spec.containers[0];
  return {
    ...deployed,
    metadata: { name: 'bare' },
    spec: {
      selector: { matchLabels: { app: 'bare' } },
      template: { metadata: { labels: { app: 'bare' }, annotations }, spec: { containers: [app] } },
    },
  };
}

/** Waits until the API server adds sidecars to the pods of a Deployment. */
async function inForce(namespace: Namespace, { spec: { template } }: any): Promise<void> {
  await namespace.until('the policy is in force', async () => {
    const [{ metadata }] = await admitted(namespace, [{ apiVersion: 'v1', kind: 'Pod', ...template }]);
    return metadata.annotations?.['cdk8s-pod-patterns/injected'];
  });
}
