import { behaviour } from '../support/behaviour';
import { Client, curl } from '../support/client';
import { appIn, example, Mode } from '../support/examples';
import { jobByAnnotations, query, startPrometheus } from '../support/prometheus';
import { arrived, Receiver } from '../support/receiver';

const MODES: Mode[] = ['classic', 'native'];

for (const mode of MODES) {
  behaviour(`fully-observable-app (${mode}): a request is found as a line, a span and a figure of one pod`, async (namespace) => {
    const manifests = example('fully-observable-app', mode);
    const { spec } = manifests.find(({ kind }) => kind === 'Deployment').spec.template;
    [...spec.containers, ...spec.initContainers ?? []].forEach(({ resources }) => { resources.requests.cpu = '20m'; });
    await namespace.apply(new Receiver(appIn(mode), 'otel-collector'));
    await namespace.apply(manifests);
    await Client.start(namespace, appIn(mode));
    const pod: any = (await namespace.allReady(3)).find(({ metadata }) => metadata.name.startsWith('fully'));
    const { name } = pod.metadata;
    await startPrometheus(namespace, [jobByAnnotations(pod)]);
    await namespace.ready('prometheus');
    expect(await curl(namespace, 'http://fully-observable-app:8080/only-one')).toBe('Observable Application\n');

    const log = await namespace.until('its line', async () => (await arrived(namespace, 'logs')).find(({ attributes }) => attributes.path === '/only-one'));
    const span = await namespace.until('its span', async () => (await arrived(namespace, 'traces')).find(({ traceId }) => traceId === log.attributes.trace_id));
    expect(log.attributes).toMatchObject({ method: 'GET' });
    const figures = await namespace.until('its figures', async () => {
      const found = await query(namespace, 'http_requests_total{code="200"}');
      return Object.keys(found).length > 0 && found;
    });
    expect([log.resource['k8s.pod.name'], span.resource['k8s.pod.name'], figures]).toEqual([name, name, { [name]: 1 }]);
    expect(await query(namespace, 'http_request_duration_seconds_count')).toEqual({ [name]: 1 });
    return `trace ${span.traceId} ("${span.name}") in traces and logs, http_requests_total 1, all of ${name}`;
  });
}
