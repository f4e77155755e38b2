import { getPorts } from '../knowledge/kustomize';
import { selectsAll } from '../model/selector';
import { Rule } from '../rule';

export const monitorPortUnknown: Rule = {
  id: 'monitor-port-unknown',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds PodMonitors that name a port which none of the selected pods has.',
  why: 'Prometheus finds no target there. Nothing fails, but the metrics are missing, and alerts on them never fire.',
  source: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMetricsEndpoint',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: exporter
      image: ghcr.io/acme/exporter:2.0.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - name: exporter
          containerPort: 9102
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  podMetricsEndpoints:
    - port: metrics
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: exporter
      image: ghcr.io/acme/exporter:2.0.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - name: exporter
          containerPort: 9102
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  podMetricsEndpoints:
    - port: exporter
`,

  kinds: ['PodMonitor'],

  checkAmong(monitor, set, report) {
    const selector = monitor.at('spec', 'selector');
    const isOfSome = !monitor.at('spec', 'namespaceSelector').exists && !selectsAll(selector, monitor);
    const pods = isOfSome ? set.selected(selector, monitor) : []; // one of all pods may mean those that are not given
    const names = new Set(pods.flatMap(({ containers }) => containers.flatMap(({ ports }) => ports.map((port) => port.at('name').text))));
    for (const port of monitor.at('spec', 'podMetricsEndpoints').items.map((endpoint) => endpoint.at('port'))) {
      if (pods.length > 0 && !getPorts(set, pods, monitor) && port.text !== undefined && !names.has(port.text)) {
        report({
          at: port,
          message: `PodMonitor '${monitor.name}' names port '${port.text}', which none of its pods has`,
          help: `name the port in a container, or use one of ${[...names].filter(Boolean).map((name) => `'${name}'`).join(', ') || 'their ports'}`,
          related: pods.slice(0, 3).map((pod) => ({ at: pod.spec.at('containers'), message: 'its pods' })),
        });
      }
    }
  },
};
