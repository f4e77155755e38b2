import { discontinuedImage as rule } from '../../../src/lint/rules/discontinued-image';
import { messagesOf } from '../support/findings';

const pod = (image: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image }] } });

test.each(['jaegertracing/jaeger-agent:1.6', 'quay.io/jaegertracing/jaeger-agent:1.6', 'docker.io/grafana/promtail:3', 'k8s.gcr.io/pause:3.9', 'gcr.io/cloudsql-docker/gce-proxy:1.33'])('%s is found', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([expect.stringMatching(/is no longer maintained$|is from a registry that gets no new images$/)]);
});

test.each(['jaegertracing/jaeger:2', 'registry.k8s.io/pause:3.9', 'grafana/alloy:1'])('%s is left alone', (image) => {
  expect(messagesOf(rule, pod(image))).toEqual([]);
});

test('a Collector that takes the place of the agent is left alone', () => {
  const agent = (image: string): string => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: jaeger-agent, image: "${image}"}]}}`;
  expect(messagesOf(rule, agent('otel/opentelemetry-collector-contrib:0.139.0'))).toEqual([]);
  expect(messagesOf(rule, agent('ghcr.io/acme/agent:1.4.2'))).toHaveLength(1);
});
