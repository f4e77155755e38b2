import { hasImage, imageOf } from '../knowledge/image';
import { Container } from '../model/container';
import { Rule } from '../rule';

const UNMAINTAINED = 'is no longer maintained';

const DISCONTINUED: readonly (readonly [image: RegExp, problem: string, instead: string])[] = [
  [/(^|\/)jaegertracing\/(jaeger-agent|jaeger-collector|jaeger-query|all-in-one)$/, UNMAINTAINED, 'send OTLP to an OpenTelemetry Collector, or to jaegertracing/jaeger'],
  [/(^|\/)grafana\/promtail$/, UNMAINTAINED, 'use grafana/alloy, Fluent Bit or an OpenTelemetry Collector'],
  [/^(k8s\.gcr\.io|gcr\.io\/google[-_]containers)\//, 'is from a registry that gets no new images', 'take it from registry.k8s.io if it is there, or use a maintained image'],
  [/(^|\/)gce-proxy$/, UNMAINTAINED, 'use gcr.io/cloud-sql-connectors/cloud-sql-proxy'],
];

export const discontinuedImage: Rule = {
  id: 'discontinued-image',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  mentions: ['jaeger', 'promtail', 'k8s.gcr.io', 'google-containers', 'google_containers', 'gce-proxy'],
  what: 'Finds sidecar images whose program or registry is discontinued, and containers that are named after the Jaeger agent.',
  why: 'They get no security fixes, and may be removed.',
  source: 'https://kubernetes.io/blog/2023/03/10/image-registry-redirect/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: agent
      image: jaegertracing/jaeger-agent:1.62.0
      resources: {limits: {memory: 64Mi}}
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: agent
      image: otel/opentelemetry-collector:0.140.0
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      const found = DISCONTINUED.find(([image]) => hasImage(container, image)) ?? (runsAgent(container) ? DISCONTINUED[0] : undefined);
      if (found) {
        report({
          at: container.at(hasImage(container, found[0]) ? 'image' : 'name'),
          message: `${hasImage(container, found[0]) ? `image '${imageOf(container)!.repository}'` : 'the program'} of container '${container.name}' ${found[1]}`,
          help: found[2],
        });
      }
    }
  },
};

/** An image of one's own may run the agent as well; a Collector under its name takes its place. */
function runsAgent(container: Container): boolean {
  return container.name === 'jaeger-agent' && !/opentelemetry|otel/.test(imageOf(container)?.repository ?? '');
}
