import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AllowedPeer } from './allowed-peer';
import { MUTUAL_TLS } from './defaults';
import { MutualTlsProps } from './mutual-tls-props';
import { retarget } from '../core/objects/services';
import { literal } from '../core/pod/container-plan';
import { freePorts } from '../core/pod/free-ports';
import { checkServicesLater } from '../core/pod/front';
import { PROBE_TIMEOUT } from '../core/pod/liveness';
import { freePortName, podOf } from '../core/pod/pod-editor';
import { programImage } from '../core/pod/program-image';
import { certificateMount } from '../core/pod/secrets';
import { checkOwnPort, inARow, servedApp, servedPort, stopAppLater } from '../core/pod/served-app';
import { Resolved, withDefaults } from '../core/values/defaults';
import { at, checkPortNumber } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { checkDuration, wholeSeconds } from '../core/values/quantities';
import { MetricsPage, scrape, toScrapeTarget } from '../primitives/metrics-page';
import { addSidecar, containerName } from '../primitives/pattern-container';
import { admitPorts } from '../primitives/port-policy';
import { ScrapeTarget } from '../primitives/scrape-target';
import { stdoutOnly } from '../programs/access-log';

/** All files of the certificate are below /etc, which ghostunnel lets itself read when it locks itself in. */
const CERTIFICATES = '/etc/ghostunnel';
const AUTHORITIES = '/etc/ghostunnel-ca';

const METRICS_PATH = '/_metrics/prometheus';

/**
 * Adds mutual TLS to an app that does not support TLS, with ghostunnel: clients must present a certificate of a known authority with an allowed name.
 * It forwards bytes unchanged, so it works with HTTP, gRPC and WebSockets. The app does not learn who the client is.
 *
 * Clients must not be able to bypass it through the app's own port. An app that listens on 127.0.0.1 can only be reached from inside its pod; for
 * other apps, set `admitOtherPorts`. Other containers of the pod and users of `kubectl port-forward` can still reach the app directly.
 *
 * The pod is ready when the app accepts connections. A renewed certificate is used for new connections, without a restart. When the pod is deleted,
 * new connections are accepted for `stopDelay`, and open ones may finish for `drainTime`, before the app receives SIGTERM. This needs Kubernetes
 * 1.30.
 *
 * @see https://github.com/ghostunnel/ghostunnel/blob/master/docs/security/access-flags.md
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AllowedPeer, AppContainer, MutualTls, TlsCertificate } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', args: ['--listen=127.0.0.1:8080'] });
 * const tls = new MutualTls(web, 'Tls', {
 *   certificate: TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls')),
 *   allowedPeers: [AllowedPeer.dnsName('orders.shop.svc')],
 *   appPort: 8080,
 * });
 * new kplus.Service(chart, 'Service', { selector: web, ports: [{ port: 443, targetPort: tls.port }] });
 */
export class MutualTls extends Construct {
  /**
   * The container.
   */
  public readonly container: kplus.Container;

  /**
   * Port that clients connect to.
   */
  public readonly port: number;

  private readonly appPort: number;
  private readonly metrics: MetricsPage;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if no peer is allowed, a port is not valid or taken, the Service does not lead to the app, the grace period that the workload
   * was given is too short, the access log is a file, or the certificate's Secret is in another namespace
   */
  constructor(scope: Construct, id: string, props: MutualTlsProps) {
    super(scope, id);
    const pod = podOf(this);
    checkGiven(this, props, 'certificate', 'allowedPeers');
    const app = servedApp(this, pod, props.container);
    const appPort = servedPort(this, app, props.appPort);
    this.appPort = appPort;
    const { port, healthPort } = freePorts(pod, {
      port: { given: props.port, preferred: 8443 },
      healthPort: { given: props.healthPort, preferred: 6060 },
    }, [appPort]);
    this.port = checkOwnPort(this, port, appPort);
    checkOwnPort(this, healthPort, appPort, 'healthPort');
    const name = containerName(this, props);
    const resolved = withDefaults(props, MUTUAL_TLS);
    const stopDelay = checkDuration('stopDelay', resolved.stopDelay, this);
    const drainTime = checkDuration('drainTime', resolved.drainTime, this);
    if (props.service) {
      this.retarget(props.service);
    }
    checkServicesLater({ owner: this, pod, port: this.port, appPort: this.appPort, serviceElsewhere: props.serviceElsewhere });
    stopAppLater(this, pod, app, inARow(stopDelay, drainTime));
    this.container = addSidecar(this, props, {
      ...programImage(this, 'ghostunnel', props.image),
      role: 'proxy',
      args: toFlags(this, resolved, { port: this.port, appPort, healthPort, drainTime }),
      ports: [{ number: this.port, name: freePortName(pod, 'https') }, { number: healthPort, name: freePortName(pod, 'status') }],
      volumeMounts: [{
        path: CERTIFICATES,
        volume: kplus.Volume.fromSecret(this, 'CertificateVolume', props.certificate._secret(this), { name: `${name}-certificate` }),
        readOnly: true,
      }, ...props.caCertificate ? [certificateMount(this, name, 1, props.caCertificate, AUTHORITIES)] : []],
      startup: kplus.Probe.fromHttpGet(METRICS_PATH, { port: healthPort, periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
      readiness: kplus.Probe.fromHttpGet('/_status', { port: healthPort, periodSeconds: Duration.seconds(5), timeoutSeconds: PROBE_TIMEOUT }),
      liveness: kplus.Probe.fromHttpGet(METRICS_PATH, { port: healthPort, periodSeconds: Duration.seconds(10), timeoutSeconds: PROBE_TIMEOUT }),
      stopDelay,
      beforeApp: true,
    });
    this.metrics = { port: healthPort, path: METRICS_PATH };
    scrape(this, this.container, this.metrics, props.scraping);
    if (props.admitOtherPorts) {
      const ports = [this.port, ...checkAdmitted(this, props.admitOtherPorts, appPort)];
      admitPorts(this, 'OnlyProxy', () => ports);
    }
  }

  /**
   * The page of metrics, for `TelemetryReceiver.prometheus()`: a telemetry collector in the pod can scrape it.
   */
  public get scrapeTarget(): ScrapeTarget {
    return toScrapeTarget(this, this.metrics);
  }

  /**
   * Changes a Service that was created later: its ports that target the app then target the proxy.
   *
   * @param service a Service of the workload
   * @throws if none of its ports targets the app, or it belongs to another workload
   */
  public retarget(service: kplus.Service): void {
    retarget(this, service, podOf(this), this.appPort, this.port);
  }
}

interface Places {
  readonly port: number;
  readonly appPort: number;
  readonly healthPort: number;
  readonly drainTime: Duration;
}

function toFlags(owner: Construct, props: Resolved<MutualTlsProps, typeof MUTUAL_TLS>, { port, appPort, healthPort, drainTime }: Places): string[] {
  const reload = checkDuration('reloadInterval', props.reloadInterval, owner);
  return [
    'server',
    `--listen=0.0.0.0:${port}`,
    `--target=127.0.0.1:${appPort}`,
    `--status=http://0.0.0.0:${healthPort}`,
    `--cert=${CERTIFICATES}/tls.crt`,
    `--key=${CERTIFICATES}/tls.key`,
    `--cacert=${props.caCertificate ? AUTHORITIES : CERTIFICATES}/ca.crt`,
    `--timed-reload=${wholeSeconds(reload)}s`,
    `--shutdown-timeout=${wholeSeconds(drainTime)}s`,
    ...stdoutOnly(owner, 'ghostunnel', props.accessLog) ? [] : ['--quiet=conns'],
    ...toPeers(owner, props.allowedPeers),
  ];
}

function checkAdmitted(owner: Construct, ports: number[], appPort: number): number[] {
  if (ports.includes(appPort)) {
    throw new Error(`admitOtherPorts of ${at(owner)} include the port of the app, ${appPort}, so that clients could bypass it: leave it out`);
  }
  return ports.map((port) => checkPortNumber(port, 'in admitOtherPorts', owner));
}

function toPeers(owner: Construct, peers: AllowedPeer[]): string[] {
  if (peers.length === 0) {
    throw new Error(`allowedPeers of ${at(owner)} are empty: list who may connect, or allow everybody by AllowedPeer.anyOfAuthority()`);
  }
  if (!peers.every((peer) => peer?._flag)) {
    throw new Error(`one of the allowedPeers of ${at(owner)} is not an AllowedPeer: make it with AllowedPeer.dnsName() or another of its factories`);
  }
  const everybody = peers.some(({ _flag }) => _flag === '--allow-all');
  if (everybody && peers.length > 1) {
    throw new Error(`allowedPeers of ${at(owner)} have AllowedPeer.anyOfAuthority() and others, which then have no effect: leave out one or the other`);
  }
  return peers.map(({ _flag, _value }) => (everybody ? _flag : literal(`${_flag}=${_value}`)));
}
