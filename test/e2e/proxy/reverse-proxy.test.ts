import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { LogOutput, LogShipper, ReverseProxy, ReverseProxyProtocol, TlsCertificate } from '../../../src';
import { makeCertificate } from '../../support/certificate';
import { behaviour } from '../support/behaviour';
import { answers, Client, curl } from '../support/client';
import { appIn } from '../support/examples';
import { kubectl } from '../support/kubectl';
import { range } from '../support/lines';
import { BUSYBOX, chartIn, loggingPod, TINY } from '../support/logging-pod';
import { Namespace, restarts } from '../support/namespace';
import { received, Receiver } from '../support/receiver';
import { requestEcho } from '../support/request-echo';

const SECRET = 'web-tls';

function certificate(): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: SECRET }, type: 'kubernetes.io/tls', stringData: makeCertificate() };
}

/** An app that returns its requests, behind https://web/ or http://web/. */
async function start(namespace: Namespace, tls: boolean): Promise<void> {
  const chart = chartIn('native', 'web');
  const pod = new kplus.Pod(chart, 'Web', { metadata: { name: 'web' }, containers: [{ name: 'app', image: BUSYBOX, resources: TINY, ports: [{ number: 8080 }] }] });
  const service = new kplus.Service(chart, 'Service', { metadata: { name: 'web' }, selector: pod, ports: [{ port: tls ? 443 : 80, targetPort: 8080 }] });
  new ReverseProxy(pod, 'Proxy', {
    service,
    resources: TINY,
    tls: tls ? { certificate: TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', SECRET)) } : undefined,
  });
  const manifests: any[] = chart.toJson();
  const [app] = manifests.find(({ kind }) => kind === 'Pod').spec.containers;
  requestEcho(app);
  Object.assign(app.securityContext, { runAsUser: 1000, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } });
  await namespace.apply([...tls ? [certificate()] : [], ...manifests]);
  await Client.start(namespace, appIn('native'));
  await namespace.ready('web');
  await answers(namespace, `${tls ? 'https' : 'http'}://web/healthz/proxy`);
}

const peer = (namespace: Namespace) => curl(namespace, "--insecure --output /dev/null --write-out '%{certs}' https://web/");

behaviour('a renewed certificate is taken without a restart, and a response under way goes on', async (namespace) => {
  await start(namespace, true);
  const before = await peer(namespace);
  let ended = false;
  const stream = curl(namespace, '--insecure --no-buffer --max-time 100 https://web/stream').finally(() => { ended = true; });
  await namespace.apply([certificate()]);
  await kubectl(['annotate', 'pod', 'web', '-n', namespace.name, 'renewed=true']); // the kubelet looks at its Secrets now and not in a minute
  const begin = Date.now();
  await namespace.until('another certificate is there', async () => await peer(namespace) !== before);
  expect(ended).toBe(false);
  const seconds = Math.round((Date.now() - begin) / 1000);
  expect((await stream).split('\n')).toEqual([...range(1, 60).map((line) => `line ${line}`), '']);
  const pod = await namespace.pod('web');
  expect(restarts(pod)).toBe(0);
  return `${seconds} s after the Secret was changed, with 60 of 60 lines in 60 s and no restart`;
});

behaviour('a WebSocket passes', async (namespace) => {
  await start(namespace, false);
  const handshake = 'GET /chat HTTP/1.1\\r\\nHost: web\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nSec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\\r\\n\\r\\n';
  const script = `{ printf '${handshake}'; sleep 2; echo one; sleep 2; echo two; sleep 2; } | curl --silent --max-time 20 telnet://web:80 || true`;
  const answer = (await namespace.exec('client', 'curl', script)).toString().replace(/\r/g, '');
  expect(answer).toMatch(/^HTTP\/1\.1 101 Switching Protocols\n[^]*\none\ntwo\n$/);
  return '101, and what is sent comes back';
});

behaviour('gRPC passes: OTLP from the Collector to the Collector', async (namespace) => {
  const receiver = new Receiver(appIn('native'));
  const grpc = new kplus.Service(receiver, 'Grpc', { metadata: { name: 'grpc' }, selector: receiver.node.findChild('Pod') as kplus.Pod, ports: [{ port: 4317 }] });
  new ReverseProxy(receiver.node.findChild('Pod') as kplus.Pod, 'Proxy', {
    appPort: 4317, appProtocol: ReverseProxyProtocol.GRPC, service: grpc, port: 14317, resources: TINY,
  });
  await namespace.apply(receiver);
  await namespace.ready('receiver');
  const chart: Chart = chartIn('native', 'sender');
  loggingPod(chart, 'sender', 'for i in $(seq 500); do echo "line $i" >> /logs/app.log; done; sleep 3600 & wait', LogShipper.openTelemetryCollector({
    outputs: [LogOutput.otlp({ url: 'http://grpc:4317' })],
  }));
  await namespace.apply(chart);
  const lines = await namespace.until('all lines have come', async () => {
    const found = new Set((await received(namespace, 'line [0-9]+')).split('\n').filter(Boolean));
    return found.size === 500 && found;
  }, 120);
  const log = (await namespace.logs('receiver', 'proxy')).toString();
  expect(log).toMatch(/"POST \/opentelemetry\.proto\.collector\.logs\.v1\.LogsService\/Export HTTP\/2\.0" 200 /);
  return `${lines.size} of 500 lines, as HTTP/2 through nginx`;
});
