import * as kplus from 'cdk8s-plus-28';
import { AllowedPeer, AppContainer, MutualTls, TlsCertificate, Upstream } from '../../../src';
import { Authority, KeyPair } from '../../support/certificates';
import { appBehind } from '../support/app-behind';
import { behaviour } from '../support/behaviour';
import { keyPairSecret, secureAppSecret } from '../support/certificates';
import { example } from '../support/examples';
import { chartIn, TINY } from '../support/logging-pod';
import { Namespace, restarts } from '../support/namespace';
import { secondsUntil } from '../support/recovery';

const authority = new Authority('clients and servers');
const clients: { [name: string]: KeyPair } = {
  'allowed': authority.issue('anybody', 'DNS:client'),
  'another-name': authority.issue('client', 'DNS:other'),
  'expired': authority.issue('anybody', 'DNS:client', { expired: true }),
  'another-authority': new Authority('others').issue('anybody', 'DNS:client'),
  'common-name': authority.issue('Orders $(HOME), "one"', 'DNS:other'),
  'wildcard': authority.issue('anybody', 'DNS:*.orders.svc'),
  'uri': authority.issue('anybody', 'URI:spiffe://acme.io/ns/shop/sa/web'),
  'below-wildcard': authority.issue('anybody', 'DNS:a.orders.svc'),
  'longer-uri': authority.issue('anybody', 'URI:spiffe://acme.io/ns/shop/more/sa/web'),
};

const clientSecret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'clients' },
  stringData: Object.fromEntries([
    ['ca.crt', authority.cert],
    ...Object.entries(clients).map(([name, { cert, key }]) => [name, cert + key]),
  ]),
};

const clientPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'client' },
  spec: {
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{
      name: 'client',
      image: 'curlimages/curl:8.16.0',
      command: ['sleep', '3600'],
      resources: { requests: { cpu: '20m', memory: '32Mi' } },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      volumeMounts: [{ name: 'clients', mountPath: '/clients' }],
    }],
    volumes: [{ name: 'clients', secret: { secretName: 'clients' } }],
  },
};

/** What curl gets from a server of this name, or how it failed. */
async function call(namespace: Namespace, ip: string, server: string, client?: string, port = 443): Promise<string> {
  const certificate = client ? `--cert /clients/${client}` : '';
  const script = `curl -sS -m 60 --cacert /clients/ca.crt ${certificate} --connect-to ${server}:443:${ip}:${port} https://${server}/ 2>&1 || true`;
  return (await namespace.exec('client', 'client', script)).toString().trim();
}

/** Several requests, ten seconds apart, over one connection; gives what each got and how many connections it needed, in /tmp/held too. */
function hold(namespace: Namespace, ip: string, server: string): Promise<Buffer> {
  return namespace.exec('client', 'client', `curl -sS --no-buffer --rate 6/m --cacert /clients/ca.crt --cert /clients/allowed -w '%{num_connects}\\n' \
    --connect-to ${server}:443:${ip}:443 'https://${server}/[1-9]' | tee /tmp/held`);
}

async function startSecureApp(namespace: Namespace): Promise<{ readonly pod: string; readonly ip: string }> {
  await namespace.apply([secureAppSecret(authority, 'first'), clientSecret, clientPod, ...example('secure-app')]);
  await namespace.allReady(2);
  const [{ metadata: { name: pod }, status: { podIP: ip } }]: any[] = await namespace.pods('app=secure-app');
  await namespace.until('the app answers', async () => await call(namespace, ip, 'first', 'allowed') === 'Secure application');
  return { pod, ip };
}

behaviour('secure-app lets a client through whose certificate has the right authority and name, and no other', async (namespace) => {
  const { ip } = await startSecureApp(namespace);
  const refused = ['another-name', 'expired', 'another-authority', undefined];
  for (const client of refused) {
    expect(await call(namespace, ip, 'first', client)).toMatch(/^curl: \((35|52|55|56)\)/); // where curl notices it is a matter of chance
  }
  const past = await namespace.exec('client', 'client', `curl -sS -m 60 http://${ip}:8080/ 2>&1 || true`);
  expect(past.toString()).toMatch(/refused|Couldn't connect|Failed to connect/);
  return `allowed: 'Secure application'; refused: ${refused.map((client) => client ?? 'no certificate').join(', ')}; port 8080 of the pod refuses`;
});

behaviour('peers are told by common name, DNS name and URI', async (namespace) => {
  const chart = chartIn('native', 'web');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  new AppContainer(pod, 'App', { image: 'hashicorp/http-echo:1.0.0', args: ['-listen=127.0.0.1:8080', '-text=through'], resources: TINY });
  new MutualTls(pod, 'Tls', {
    serviceElsewhere: true,
    certificate: TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'secure-app-tls')),
    allowedPeers: [
      AllowedPeer.commonName('Orders $(HOME), "one"'), AllowedPeer.dnsName('*.orders.svc'), AllowedPeer.uri('spiffe://acme.io/ns/*/sa/web'),
    ],
    appPort: 8080,
  });
  await namespace.apply([secureAppSecret(authority, 'first'), clientSecret, clientPod]);
  await namespace.apply(chart);
  await namespace.allReady(2);
  const { status: { podIP } } = await namespace.pod('web') as any;
  const ask = (client: string) => call(namespace, podIP, 'first', client, 8443);
  await namespace.until('the app answers', async () => await ask('uri') === 'through');
  for (const client of ['common-name', 'wildcard', 'uri']) {
    expect(await ask(client)).toBe('through');
  }
  const refused = ['below-wildcard', 'longer-uri', 'allowed'];
  for (const client of refused) {
    expect(await ask(client)).toMatch(/^curl: \((35|52|55|56)\)/);
  }
  return `common name with quotes and a dollar, DNS name with a wildcard as it is written, URI with one segment free; refused: ${refused.join(', ')}`;
});

behaviour('secure-app shows a renewed certificate without a restart, while a connection is held', async (namespace) => {
  const { pod, ip } = await startSecureApp(namespace);
  const held = hold(namespace, ip, 'first');
  await namespace.until('a connection is held', () => namespace.exec('client', 'client', 'grep Secure /tmp/held'));
  await namespace.apply([secureAppSecret(authority, 'second')]);
  await namespace.until('the renewed certificate is shown', async () => {
    await namespace.readSecretsAgain(pod);
    return await call(namespace, ip, 'second', 'allowed') === 'Secure application';
  });
  const answers = (await held).toString().trim().split('\n');
  expect(answers).toEqual(['Secure application', '1', ...Array(8).fill(['Secure application', '0']).flat()]);
  expect(restarts(await namespace.pod(pod))).toBe(0);
  return '9 requests over one connection around the renewal, no restart';
});

const secureAppService = {
  apiVersion: 'v1', kind: 'Service', metadata: { name: 'secure-app' }, spec: { selector: { app: 'secure-app' }, ports: [{ port: 443 }] },
};

behaviour('an ambassador shows secure-app a client certificate, and a renewed one without a restart', async (namespace) => {
  const issue = (name: string) => namespace.apply([keyPairSecret('web-tls', authority, authority.issue('web', `DNS:${name}`))]);
  await issue('other');
  await namespace.apply([secureAppSecret(authority, 'first'), secureAppService, ...example('secure-app')]);
  await namespace.apply(appBehind('native', 'curlimages/curl:8.16.0', (chart) => {
    const secret = kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls');
    const tls = { serverName: 'first', caCertificate: { secret, key: 'ca.crt' }, clientCertificate: secret };
    return { upstreams: [Upstream.http({ host: 'secure-app', localPort: 9000, tls })] };
  }));
  await namespace.allReady(2);
  const ask = async () => (await namespace.exec('web', 'app', 'curl -sS -m 10 -w "%{http_code}" http://127.0.0.1:9000/')).toString();
  await namespace.until('secure-app refuses the name', async () => /^upstream connect error or disconnect.*503$/.test(await ask()));
  await issue('client');
  const seconds = await secondsUntil('the allowed certificate is shown', async () => {
    await namespace.readSecretsAgain('web');
    expect(await ask()).toBe('Secure application\n200');
  });
  expect(restarts(await namespace.pod('web'))).toBe(0);
  return `503 with a name that is not allowed, 200 ${seconds.toFixed(1)} s after the certificate was renewed, no restart`;
});
