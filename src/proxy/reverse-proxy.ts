import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { REVERSE_PROXY } from './defaults';
import { checkHeaders, checkNetworks, checkRateLimit, checkTimeouts, checkUrlPath, ReverseProxyContext } from './reverse-proxy-context';
import { ReverseProxyProtocol } from './reverse-proxy-options';
import { ReverseProxyProps } from './reverse-proxy-props';
import { retarget } from '../core/objects/services';
import { ContainerPlan } from '../core/pod/container-plan';
import { decideResources } from '../core/pod/decided-resources';
import { freePorts } from '../core/pod/free-ports';
import { checkServicesLater } from '../core/pod/front';
import { PROBE_TIMEOUT } from '../core/pod/liveness';
import { podOf } from '../core/pod/pod-editor';
import { checkOwnPort, inARow, servedApp, servedPort, stopAppLater } from '../core/pod/served-app';
import { Resolved, withDefaults } from '../core/values/defaults';
import { at, checkPortNumber } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { checkDuration, checkSize } from '../core/values/quantities';
import { MetricsPage, scrape, toScrapeTarget } from '../primitives/metrics-page';
import { addSidecar, containerName } from '../primitives/pattern-container';
import { ScrapeTarget } from '../primitives/scrape-target';
import { checkLimits } from '../programs/checked-limits';

/**
 * Accepts the requests that a Service sends to an app, and forwards them to the app on localhost.
 *
 * From Kubernetes 1.30 on, no request is lost when a pod is deleted: the proxy accepts requests for a while (`stopDelay`), then finishes the active
 * ones, and the app receives SIGTERM `drainTime` later, unless its container has its own `preStop` action.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, ReverseProxy } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', ports: [{ number: 3000 }] });
 * new ReverseProxy(web, 'Proxy', { service: web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] }) });
 *
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html
 */
export class ReverseProxy extends Construct {
  /**
   * The container of the proxy.
   */
  public readonly container: kplus.Container;

  /**
   * Port that the proxy listens on.
   */
  public readonly port: number;

  private readonly appPort: number;
  private readonly metrics: MetricsPage;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if the port of the app, or a port of the Service that targets it, cannot be found, a port is taken, a header or path is not valid,
   * timeouts
   * contradict
   * each other, the Secret is in another namespace, or the grace period that the workload was given is too short
   */
  constructor(scope: Construct, id: string, props: ReverseProxyProps = {}) {
    super(scope, id);
    const pod = podOf(this);
    const app = servedApp(this, pod, props.container);
    const resolved = withDefaults(props, REVERSE_PROXY);
    const context = toContext(this, pod, app, resolved);
    const { metrics, ...plan } = resolved.program._plan(context);
    this.appPort = context.appPort;
    this.port = context.port;
    if (props.service) {
      this.retarget(props.service);
    }
    checkServicesLater({ owner: this, pod, port: this.port, appPort: this.appPort, serviceElsewhere: props.serviceElsewhere });
    stopAppLater(this, pod, app, context.timeBeforeApp);
    this.container = addSidecar(this, props, {
      ...probes(context),
      ...plan,
      ports: [{ number: context.port }, ...plan.ports ?? []],
      volumeMounts: [...plan.volumeMounts ?? [], ...tlsMount(this, context, props)],
      role: 'proxy',
      resources: context.resources,
      beforeApp: true,
    });
    this.metrics = metrics;
    scrape(this, this.container, metrics, props.scraping);
  }

  /**
   * The page of metrics, for `TelemetryReceiver.prometheus()`: a telemetry collector in the pod can scrape it.
   *
   * @throws if the program serves no metrics
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

const TLS_FOLDER = '/etc/proxy-tls';

type ResolvedProps = Resolved<ReverseProxyProps, typeof REVERSE_PROXY>;

function toContext(owner: Construct, pod: kplus.AbstractPod, app: kplus.Container, props: ResolvedProps): ReverseProxyContext {
  const appPort = servedPort(owner, app, props.appPort);
  const { appProtocol } = props;
  const { port, metricsPort } = freePorts(pod, {
    port: { given: props.port, preferred: props.tls ? 8443 : 8080 },
    metricsPort: { given: props.program._metricsPort, preferred: 9901 },
  }, [appPort]);
  const stopDelay = checkDuration('stopDelay', props.stopDelay, owner);
  return {
    owner,
    pod,
    name: containerName(owner, props),
    port: checkOwnPort(owner, port, appPort),
    metricsPort: checkPortNumber(metricsPort, 'of the metrics', owner),
    appPort,
    appProtocol,
    requestHeaders: checkHeaders(owner, 'request', props.requestHeaders),
    responseHeaders: checkHeaders(owner, 'response', props.responseHeaders),
    trustedProxies: checkNetworks(owner, props.trustedProxies),
    healthPath: checkUrlPath(owner, 'health path', props.healthPath),
    timeouts: checkTimeouts(owner, props.timeouts),
    maxBodySize: checkSize('maxBodySize', props.maxBodySize, owner)
      ?? (appProtocol === ReverseProxyProtocol.GRPC ? undefined : Size.mebibytes(10)),
    rateLimit: checkRateLimit(owner, props.rateLimit),
    limits: checkLimits(owner, props),
    tlsFolder: props.tls && TLS_FOLDER,
    stopDelay,
    timeBeforeApp: inARow(stopDelay, checkDuration('drainTime', props.drainTime, owner)),
    resources: decideResources(owner, containerName(owner, props), 'proxy', props.resources),
  };
}

/** They ask the proxy itself: the app has probes of its own. Without TLS a gRPC port knows HTTP/2 only, which probes do not speak. */
function probes({ port, healthPath, appProtocol, tlsFolder }: ReverseProxyContext): Pick<ContainerPlan, 'startup' | 'readiness' | 'liveness'> {
  const scheme = tlsFolder ? kplus.ConnectionScheme.HTTPS : kplus.ConnectionScheme.HTTP;
  const probe = (options: kplus.ProbeOptions) => appProtocol === ReverseProxyProtocol.GRPC && !tlsFolder
    ? kplus.Probe.fromTcpSocket({ ...options, port })
    : kplus.Probe.fromHttpGet(healthPath, { ...options, port, scheme });
  return {
    startup: probe({ periodSeconds: Duration.seconds(1), failureThreshold: 30 }),
    readiness: probe({ periodSeconds: Duration.seconds(5), timeoutSeconds: PROBE_TIMEOUT }),
    liveness: probe({ periodSeconds: Duration.seconds(10), timeoutSeconds: PROBE_TIMEOUT }),
  };
}

/** The whole folder: a file of its own would never be renewed. */
function tlsMount(owner: Construct, { name, tlsFolder }: ReverseProxyContext, { tls }: ReverseProxyProps): kplus.VolumeMount[] {
  if (!tls || !tlsFolder) {
    return [];
  }
  checkGiven(`tls of ${at(owner)}`, tls, 'certificate');
  const volume = kplus.Volume.fromSecret(owner, 'TlsVolume', tls.certificate._secret(owner), { name: `${name}-tls` });
  return [{ path: tlsFolder, volume, readOnly: true }];
}
