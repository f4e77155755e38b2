import { discontinuedImage as rule } from '../../../src/lint/rules/discontinued-image';
import { messagesOf } from '../support/findings';

const pod = (image: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image }] } });

test.each(['jaegertracing/jaeger-agent:1.6', 'quay.io/jaegertracing/jaeger-agent:1.6', 'docker.io/grafana/promtail:3', 'k8s.gcr.io/pause:3.9', 'gcr.io/cloudsql-docker/gce-proxy:1.33'])('%s is found', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([expect.stringMatching(/is no longer maintained$|is from a registry that gets no new images$/)]);
});

test.each([
  'jaegertracing/jaeger-collector:1', 'quay.io/jaegertracing/jaeger-query:1', 'jaegertracing/all-in-one:1', 'ghcr.io/grafana/promtail', 'gcr.io/google-containers/pause:3', 'gcr.io/google_containers/pause:3', 'gce-proxy:1',
])('%s is found', (image) => {
  expect(messagesOf(rule, pod(image))).toHaveLength(1);
});

test.each([
  'acme/my-jaegertracing/jaeger-agent-tools:1', 'jaegertracing/all-in-one-next:1', 'mygrafana/promtail:1', 'grafana/promtail-tools:1', 'acme/gce-proxy-tools', 'acme/my-gce-proxy', 'mirror.acme.example/k8s.gcr.io/pause:3',
])('%s is left alone', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([]);
});

test.each(['jaegertracing/jaeger:2', 'registry.k8s.io/pause:3.9', 'grafana/alloy:1'])('%s is left alone', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([]);
});

test('a Collector that takes the place of the agent is left alone', () => {
  const agent = (image: string): string => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: jaeger-agent, image: "${image}"}]}}`;
  expect(messagesOf(rule, agent('otel/opentelemetry-collector-contrib:0.139.0'))).toEqual([]);
  expect(messagesOf(rule, agent('ghcr.io/open-telemetry/opentelemetry-collector-releases/x:1'))).toEqual([]);
  expect(messagesOf(rule, agent('ghcr.io/acme/otel:1'))).toEqual([]);
  expect(messagesOf(rule, agent('ghcr.io/acme/agent:1.4.2'))).toEqual(["spec.containers.0.name: the program of container 'jaeger-agent' is no longer maintained"]);
  expect(messagesOf(rule, agent('jaegertracing/jaeger-agent:1'))).toEqual(["spec.containers.0.image: image 'jaegertracing/jaeger-agent' of container 'jaeger-agent' is no longer maintained"]);
});
