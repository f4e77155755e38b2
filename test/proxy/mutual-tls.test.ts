import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AccessLog, AllowedPeer, CertManagerOptions, MutualTls, MutualTlsProps, SharedVolume, TlsCertificate } from '../../src';
import { containerOf, newChart, newDeployment, podSpecOf } from '../support/workloads';

function chartWith(props: Partial<MutualTlsProps>): Chart {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'web:1.0' }] });
  new MutualTls(web, 'Tls', {
    serviceElsewhere: true,
    certificate: TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Secret', 'web-tls')),
    allowedPeers: [AllowedPeer.dnsName('orders')],
    appPort: 8080,
    ...props,
  });
  return chart;
}

function manifest(chart: Chart, kind: string): any {
  return Testing.synth(chart).find((candidate) => candidate.kind === kind);
}

const certManager = (options: Partial<CertManagerOptions> = {}) => (
  { certificate: TlsCertificate.certManager({ issuer: 'acme', dnsNames: ['web.shop.svc'], ...options }) });

describe('mutual TLS', () => {
  test('lets peers through by common name, DNS name and URI', () => {
    const allowedPeers = [AllowedPeer.commonName('Orders $(HOME)'), AllowedPeer.dnsName('orders'), AllowedPeer.uri('spiffe://acme.io/ns/*/sa/web')];
    expect(podSpecOf(chartWith({ allowedPeers })).initContainers[0].args.slice(-3))
      .toEqual(['--allow-cn=Orders $$(HOME)', '--allow-dns=orders', '--allow-uri=spiffe://acme.io/ns/*/sa/web']);
  });

  test('writes connections that it admits where that is asked for', () => {
    expect(podSpecOf(chartWith({})).initContainers[0].args).toContain('--quiet=conns');
    expect(podSpecOf(chartWith({ accessLog: AccessLog.stdout() })).initContainers[0].args).not.toContain('--quiet=conns');
  });

  test('fails when its access log is a file', () => {
    const chart = newChart('logs');
    const accessLog = AccessLog.file(new SharedVolume(newDeployment(chart), 'Logs'));
    expect(() => chartWith({ accessLog })).toThrow("accessLog of 'shop/Web/Tls' is a file, but ghostunnel writes to its own output: use AccessLog.stdout() or off()");
  });

  test('lets everybody through whom the authority knows, where that is said in words', () => {
    expect(podSpecOf(chartWith({ allowedPeers: [AllowedPeer.anyOfAuthority()] })).initContainers[0].args).toContain('--allow-all');
  });

  test.each<[Partial<MutualTlsProps>, string]>([
    [{ admitOtherPorts: [8080] }, 'admitOtherPorts of \'shop/Web/Tls\' include the port of the app, 8080'],
    [{ admitOtherPorts: [65536] }, 'port 65536 in admitOtherPorts'],
    [{ healthPort: 8080 }, 'port 8080 of \'shop/Web/Tls\' is that of the app, so that it would forward to itself: set \'healthPort\''],
  ])('fails when a port is a way around it, or none: %j', (props, message) => {
    expect(() => chartWith(props)).toThrow(message);
  });

  test.each([{ issuer: '' }, { dnsNames: ['a..b'] }])('fails when cert-manager could not make the certificate: %j', (options) => {
    expect(() => chartWith(certManager(options))).toThrow(/(issuer|DNS name "a\.\.b") of the certificate of 'shop\/Web\/Tls' is/);
  });

  test('admits no other port where the app cannot listen on 127.0.0.1', () => {
    const { spec } = manifest(chartWith({ admitOtherPorts: [9102] }), 'NetworkPolicy');
    expect(spec.policyTypes).toEqual(['Ingress']);
    // No 'from': everybody, also where a network as a peer is no pod.
    expect(spec.ingress).toEqual([{ ports: [{ port: 8443, protocol: 'TCP' }, { port: 9102, protocol: 'TCP' }] }]);
    expect(spec.podSelector.matchLabels).toEqual(manifest(chartWith({}), 'Deployment').spec.selector.matchLabels);
  });

  test('reads the authorities of clients where the Secret of the certificate has none', () => {
    const chart = chartWith({});
    const secret = kplus.Secret.fromSecretName(chart, 'Clients', 'clients');
    const spec = podSpecOf(chartWith({ caCertificate: { secret, key: 'root.pem' } }));
    expect(containerOf(spec, 'tls').args).toContain('--cacert=/etc/ghostunnel-ca/ca.crt');
    expect(spec.volumes).toContainEqual(expect.objectContaining({ secret: { secretName: 'clients', items: [{ key: 'root.pem', path: 'ca.crt' }] } }));
  });

  test('has the common name that issuers ask for', () => {
    expect(manifest(chartWith(certManager({ commonName: 'web.shop.svc' })), 'Certificate').spec.commonName).toBe('web.shop.svc');
  });

  test('has cert-manager make the certificate that it mounts', () => {
    const chart = chartWith(certManager({ duration: Duration.days(30), issuerKind: 'ClusterIssuer' }));
    const { metadata, spec } = manifest(chart, 'Certificate');
    expect(spec).toEqual({
      secretName: metadata.name,
      dnsNames: ['web.shop.svc'],
      issuerRef: { name: 'acme', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      usages: ['server auth', 'client auth'],
      duration: '2592000s',
      privateKey: { rotationPolicy: 'Always' },
    });
    expect(podSpecOf(chart).volumes).toContainEqual(expect.objectContaining({ secret: { secretName: metadata.name } }));
  });

  test('takes the place of the app in its Service', () => {
    const chart = new Chart(Testing.app(), 'shop');
    const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'web:1.0', portNumber: 8080 }] });
    const service = web.exposeViaService({ ports: [{ port: 443, targetPort: 8080 }] });
    const certificate = TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Secret', 'web-tls'));
    new MutualTls(web, 'Tls', { certificate, allowedPeers: [AllowedPeer.dnsName('orders')], service });
    expect(manifest(chart, 'Service').spec.ports).toEqual([expect.objectContaining({ port: 443, targetPort: 8443 })]);
  });

  test('takes the place of the app in a Service that is made later', () => {
    const chart = new Chart(Testing.app(), 'shop');
    const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'web:1.0', ports: [{ number: 8080 }] }] });
    const tls = new MutualTls(web, 'Tls', { serviceElsewhere: true, ...certManager(), allowedPeers: [AllowedPeer.dnsName('orders')] });
    tls.retarget(web.exposeViaService({ ports: [{ port: 443, targetPort: 8080 }] }));
    expect(manifest(chart, 'Service').spec.ports).toEqual([{ port: 443, targetPort: 8443 }]);
  });

  test('accepts connections while endpoints go, and lets the app finish them', () => {
    const { spec } = manifest(chartWith({}), 'Deployment').spec.template;
    expect(spec.initContainers[0].lifecycle.preStop.sleep.seconds).toBe(5);
    expect(spec.containers[0].lifecycle.preStop.sleep.seconds).toBe(15);
  });

  test.each<[string, Partial<MutualTlsProps>, string]>([
    ['nobody may connect', { allowedPeers: [] }, 'allowedPeers of \'shop/Web/Tls\' are empty: list who may connect'],
    ['everybody may connect and somebody', { allowedPeers: [AllowedPeer.anyOfAuthority(), AllowedPeer.dnsName('a')] }, 'which then have no effect'],
    ['the app has the port of the clients', { appPort: 8443, port: 8443 }, 'port 8443 of \'shop/Web/Tls\' is that of the app'],
    ['nobody is named', { allowedPeers: undefined }, '\'allowedPeers\' of \'shop/Web/Tls\' is undefined'],
    ['a peer is not valid', { allowedPeers: ['orders' as any] }, 'one of the allowedPeers of \'shop/Web/Tls\' is not an AllowedPeer: make it with AllowedPeer.dnsName()'],
    ['there is no certificate', { certificate: undefined }, '\'certificate\' of \'shop/Web/Tls\' is undefined'],
    ['the port of the app is not valid', { appPort: 0 }, 'port 0 of the app'],
    ['the port is not valid', { port: 70000 }, 'port 70000 of the proxy'],
    ['the certificate is never read again', { reloadInterval: Duration.seconds(0) }, 'reloadInterval in \'shop/Web/Tls\' is zero'],
    ['the certificate has no name', certManager({ dnsNames: [] }), 'dnsNames of the certificate of \'shop/Web/Tls\' are empty'],
    ['its common name is too long', certManager({ commonName: 'a'.repeat(65) }), 'or more than 64 bytes'],
    ['a name of the certificate has a blank', certManager({ dnsNames: ['a b'] }), 'DNS name "a b" of the certificate of \'shop/Web/Tls\' is not valid'],
    ['the issuer is missing', certManager({ issuer: undefined }), '\'issuer\' of certificate of \'shop/Web/Tls\' is undefined'],
    ['the issuer is empty', certManager({ issuer: '' }), 'issuer of the certificate of \'shop/Web/Tls\' is empty'],
    ['the kind of the issuer is empty', certManager({ issuerKind: '' }), 'issuerKind of the certificate'],
    ['the Secret has no name', certManager({ secretName: '' }), 'secretName "" of the certificate of \'shop/Web/Tls\' is not a valid name for a Secret'],
    ['a name of the certificate is missing', certManager({ dnsNames: [undefined as any] }), '\'dnsNames\' of certificate of'],
    ['the certificate is too short for cert-manager', certManager({ duration: Duration.minutes(5) }), 'cert-manager needs at least one hour'],
    ['the certificate is renewed too late', certManager({ renewBefore: Duration.seconds(5) }), 'cert-manager needs at least five minutes'],
    ['the certificate is renewed before its usual duration', certManager({ renewBefore: Duration.days(90) }), 'is not shorter than its duration, 90 days'],
    ['the certificate is renewed before it is made', certManager({ duration: Duration.hours(1), renewBefore: Duration.hours(2) }), 'is not shorter'],
  ])('fails when %s', (_, props, message) => {
    expect(() => chartWith(props)).toThrow(message);
  });

  test('fails when the certificate is in another namespace', () => {
    const other = new Chart(Testing.app(), 'other', { namespace: 'other' });
    const certificate = TlsCertificate.fromSecret(new kplus.Secret(other, 'Certificate'));
    expect(() => chartWith({ certificate })).toThrow('is in namespace \'other\', its pod in \'shop\'');
  });

  test.each([() => AllowedPeer.commonName(''), () => AllowedPeer.commonName('a\nb'), () => AllowedPeer.commonName(undefined as any), () => AllowedPeer.dnsName(undefined as any), () => AllowedPeer.dnsName('a b'), () => AllowedPeer.uri('orders')])(
    'fails when a peer is not a valid name: %s', (peer) => {
      expect(peer).toThrow('of an allowed peer is not valid: write it as the certificate has it');
    });
});
