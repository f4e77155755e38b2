import { behaviour } from '../support/behaviour';
import { answers, Client, curl } from '../support/client';
import { appIn, example, Mode, requestLittle } from '../support/examples';
import { jobByAnnotations, query, startPrometheus } from '../support/prometheus';
import { arrived, Receiver } from '../support/receiver';

const MODES: Mode[] = ['classic', 'native'];

for (const mode of MODES) {
  behaviour(`fully-observable-app (${mode}): a request is found as a line, a span and a figure of one pod`, async (namespace) => {
    const manifests = requestLittle(example('fully-observable-app', mode));
    await namespace.apply(new Receiver(appIn(mode), 'otel-collector'));
    await namespace.apply(manifests);
    await Client.start(namespace, appIn(mode));
    const pod: any = (await namespace.allReady(3)).find(({ metadata }) => metadata.name.startsWith('fully'));
    const { name } = pod.metadata;
    await startPrometheus(namespace, [jobByAnnotations(pod)]);
    await namespace.ready('prometheus');
    await answers(namespace, 'http://fully-observable-app:8080/healthz/proxy'); // which the proxy does not count
    expect(await curl(namespace, 'http://fully-observable-app:8080/only-one')).toBe('Observable Application\n');

    const log = await namespace.until('its line', async () => (await arrived(namespace, 'logs')).find(({ attributes }) => attributes.path === '/only-one'));
    const span = await namespace.until('its span', async () => (await arrived(namespace, 'traces')).find(({ traceId }) => traceId === log.attributes.trace_id));
    expect(log.attributes).toMatchObject({ method: 'GET' });
    const counted = (expression: string) => namespace.until(`${expression} has it`, async () => {
      const found = await query(namespace, expression);
      return found[name] >= 1 && found;
    });
    const figures = await counted('http_requests_total{code="200"}');
    expect([log.resource['k8s.pod.name'], span.resource['k8s.pod.name'], figures]).toEqual([name, name, { [name]: 1 }]);
    expect(await counted('http_request_duration_seconds_count')).toEqual({ [name]: 1 });
    return `trace ${span.traceId} ("${span.name}") in traces and logs, http_requests_total 1, all of ${name}`;
  });
}
