import { Chart } from 'cdk8s';
import { Deployment, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AccessLog, AllowedPeer, AppContainer, MutualTls, TlsCertificate } from '../../src';

/** An app that knows nothing of TLS, behind a sidecar that lets nobody through but clients with the DNS name `client`. */
export class SecureApp extends Chart {
  constructor(scope: Construct) {
    super(scope, 'secure-app', { disableResourceNameHashes: true });

    const deployment = new Deployment(this, 'Deployment', {
      replicas: 1,
      metadata: { name: 'secure-app' },
      podMetadata: { labels: { app: 'secure-app' } },
    });
    new AppContainer(deployment, 'App', {
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=Secure application', '-listen=127.0.0.1:8080'],
      ports: [{ number: 8080 }],
    });
    new MutualTls(deployment, 'MtlsProxy', {
      certificate: TlsCertificate.fromSecret(Secret.fromSecretName(this, 'Certificate', 'secure-app-tls')),
      allowedPeers: [AllowedPeer.dnsName('client')],
      accessLog: AccessLog.stdout(),
      appPort: 8080,
      port: 443,
      serviceElsewhere: true,
    });
  }
}
