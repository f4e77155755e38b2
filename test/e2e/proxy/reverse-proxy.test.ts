import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { LogOutput, LogShipper, ReverseProxy, ReverseProxyProtocol, TlsCertificate } from '../../../src';
import { makeCertificate } from '../../support/certificates';
import { behaviour } from '../support/behaviour';
import { answers, Client, curl } from '../support/client';
import { appIn } from '../support/examples';
import { range } from '../support/lines';
import { BUSYBOX, chartIn, loggingPod, TINY } from '../support/logging-pod';
import { Namespace, restarts } from '../support/namespace';
import { received, Receiver } from '../support/receiver';
import { endStreams, requestEcho } from '../support/request-echo';

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
  await answers(namespace, `${tls ? 'https' : 'http'}://web/`);
}

const peer = (namespace: Namespace) => curl(namespace, "--insecure --output /dev/null --write-out '%{certs}' https://web/");

behaviour('a renewed certificate is taken without a restart, and a response under way goes on', async (namespace) => {
  await start(namespace, true);
  const before = await peer(namespace);
  let ended = false;
  const stream = curl(namespace, '--insecure --no-buffer --max-time 500 https://web/stream').finally(() => { ended = true; });
  await namespace.apply([certificate()]);
  const begin = Date.now();
  await namespace.until('another certificate is there', async () => {
    await namespace.readSecretsAgain('web');
    return await peer(namespace) !== before;
  });
  expect(ended).toBe(false);
  const seconds = Math.round((Date.now() - begin) / 1000);
  await endStreams(namespace, 'web', 'app');
  const lines = (await stream).split('\n').slice(0, -2);
  expect(lines.length).toBeGreaterThanOrEqual(60);
  expect(await stream).toBe(`${range(1, lines.length).map((line) => `line ${line}\n`).join('')}end\n`);
  const pod = await namespace.pod('web');
  expect(restarts(pod)).toBe(0);
  return `${seconds} s after the Secret was changed, with all ${lines.length} lines, one a second, and no restart`;
});

behaviour('a WebSocket passes', async (namespace) => {
  await start(namespace, false);
  const handshake = 'GET /chat HTTP/1.1\\r\\nHost: web\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nSec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\\r\\n\\r\\n';
  const script = `has() { for i in $(seq 600); do grep -sq "$1" /tmp/answer && return; sleep 0.2; done; echo "no '$1' in:"; cat /tmp/answer; exit 1; } >&2
mkfifo /tmp/sent
curl --silent --no-buffer --max-time 600 --output /tmp/answer telnet://web:80 < /tmp/sent &
exec 3> /tmp/sent
printf '${handshake}' >&3; has ' 101 '; echo one >&3; has one; echo two >&3; has two
kill $!
cat /tmp/answer`;
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
  });
  await namespace.logged('receiver', 'proxy', 'the calls', (log) => (
    /"POST \/opentelemetry\.proto\.collector\.logs\.v1\.LogsService\/Export HTTP\/2\.0" 200 /.test(log)));
  return `${lines.size} of 500 lines, as HTTP/2 through nginx`;
});
