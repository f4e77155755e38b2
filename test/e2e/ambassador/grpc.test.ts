import * as kplus from 'cdk8s-plus-28';
import { AmbassadorProxy, AppContainer, Upstream } from '../../../src';
import { behaviour } from '../support/behaviour';
import { chartIn, TINY } from '../support/logging-pod';
import { metric, podPage } from '../support/metrics';
import { restarts } from '../support/namespace';
import { Receiver } from '../support/receiver';

behaviour('a gRPC call goes through Envoy and its status comes back; metrics are read at the pod\'s address', async (namespace) => {
  const chart = chartIn('native', 'client');
  await namespace.apply(new Receiver(chart));
  await namespace.ready('receiver');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'client' } });
  const app = new AppContainer(pod, 'App', { image: 'curlimages/curl:8.16.0', command: ['sleep', '86400'], resources: TINY });
  const collector = new AmbassadorProxy(pod, 'Collector', { upstreams: [Upstream.grpc({ host: 'receiver', port: 4317 })], healthPort: 9950 });
  collector.endpoint.provideTo(app.container, { url: 'OTLP_URL' });
  await namespace.apply(chart);
  await namespace.ready('client');
  await namespace.until('the Service leads to the receiver', () => namespace.exec('client', 'app', 'curl -sS -o /dev/null http://receiver:4318/'));
  let sent = 0;
  // An answer that comes before the end of what it sends is sometimes lost to curl.
  const call = (method: string) => namespace.until(`${method} is answered`, async () => {
    sent++;
    const said = (await namespace.exec('client', 'app', `printf '\\0\\0\\0\\0\\0' |
      curl -sv --http2-prior-knowledge -H 'content-type: application/grpc' -H 'te: trailers' --data-binary @- -o /dev/null \\
        "$OTLP_URL/opentelemetry.proto.collector.logs.v1.LogsService/${method}" 2>&1`)).toString();
    return /^< /m.test(said) && said;
  });
  const good = await call('Export');
  expect(good).toMatch(/^< HTTP\/2 200/m);
  expect(good).toMatch(/^< grpc-status: 0/m);
  expect(await call('NoSuchMethod')).toMatch(/^< grpc-status: 12/m);
  const calls = metric(await podPage(namespace, 'client', 9950, '/metrics'), 'envoy_cluster_upstream_rq_total', '"receiver"');
  expect(calls).toBe(sent);
  await expect(podPage(namespace, 'client', 9950, '/quitquitquit')).rejects.toThrow();
  expect(restarts(await namespace.pod('client'))).toBe(0);
  return `statuses 0 and 12 by HTTP/2; ${calls} requests counted`;
});
