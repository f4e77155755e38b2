import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HeaderValue } from './header-value';
import { ReverseProxyProtocol, ReverseProxyRateLimit, ReverseProxyTimeouts, ReverseProxyTls } from './reverse-proxy-options';
import { ReverseProxyServer } from './reverse-proxy-server';
import { ResourceProfile } from '../pod/resource-profile';
import { SidecarMode } from '../pod/sidecar-mode';
import { ContainerPlan } from '../private/container-plan';
import { at, kebabCase } from '../private/errors';
import { checkGiven } from '../private/given';
import { addContainer, freePort, podOf } from '../private/pod-editor';
import { checkDuration, checkSize } from '../private/quantities';
import { checkHeaders, checkNetworks, checkRateLimit, checkTimeouts, checkUrlPath, ReverseProxyContext } from '../private/reverse-proxy-context';
import { checkOwnPort, inARow, servedApp, servedPort, stopAppLater } from '../private/served-app';
import { retarget } from '../private/services';

/**
 * Properties of a reverse proxy.
 */
export interface ReverseProxyProps {
  /**
   * The program.
   *
   * @default ReverseProxyServer.nginx()
   */
  readonly server?: ReverseProxyServer;

  /**
   * The Service of the workload. Its ports that lead to the app lead to the proxy from now on.
   *
   * @default - no Service is changed
   */
  readonly service?: kplus.Service;

  /**
   * The container of the app.
   *
   * @default - the first container of the workload that is no sidecar
   */
  readonly app?: kplus.Container;

  /**
   * Port of the app, which it must have open on localhost.
   *
   * @default - the first port of the app's container
   */
  readonly appPort?: number;

  /**
   * What the app speaks.
   *
   * @default ReverseProxyProtocol.HTTP
   */
  readonly appProtocol?: ReverseProxyProtocol;

  /**
   * Port that the proxy listens on.
   *
   * @default - 8080, with TLS 8443, or the next one that is free
   */
  readonly port?: number;

  /**
   * Headers that the app gets, by name, in place of those of the client. `Host`, `X-Real-IP`, `X-Forwarded-For`, `X-Forwarded-Proto` and
   * `X-Request-ID` are set anyway; naming one replaces it.
   *
   * @default - only those
   */
  readonly requestHeaders?: { [name: string]: HeaderValue };

  /**
   * Headers that clients get, by name, in place of those of the app. Responses on the health path have none of them.
   *
   * @default - those of the app
   */
  readonly responseHeaders?: { [name: string]: HeaderValue };

  /**
   * Networks of proxies before this one, such as `10.0.0.0/8`, whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
   *
   * @default - none: the client is who opens the connection
   */
  readonly trustedProxies?: string[];

  /**
   * Path on which the proxy answers 200 by itself; probes ask for it. The app gets no request for it.
   *
   * @default '/healthz/proxy'
   */
  readonly healthPath?: string;

  /**
   * Time-outs.
   *
   * @default - 5 seconds for a connection to the app, 60 for its response and for requests, 75 for idle clients
   */
  readonly timeouts?: ReverseProxyTimeouts;

  /**
   * What the body of a request may have; more gets status 413.
   *
   * @default - 10 MiB; for gRPC there is no limit
   */
  readonly maxBodySize?: Size;

  /**
   * Limits how many requests a client may send.
   *
   * @default - no limit
   */
  readonly rateLimit?: ReverseProxyRateLimit;

  /**
   * TLS for clients.
   *
   * @default - no TLS
   */
  readonly tls?: ReverseProxyTls;

  /**
   * How long the proxy goes on to accept requests when the pod is told to stop, because not everybody knows yet that it goes.
   * Whole seconds.
   *
   * @default Duration.seconds(5)
   */
  readonly stopDelay?: Duration;

  /**
   * How long requests may take to finish after that, before the app is told to stop. The proxy itself waits for them until the
   * grace period of the pod ends, which is lengthened where it must be. Whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly drainTime?: Duration;

  /**
   * Name of the container, a DNS label.
   *
   * @default - the construct's id in kebab case
   */
  readonly containerName?: string;

  /**
   * Name of the ConfigMap with the configuration.
   *
   * @default - made of the construct's path
   */
  readonly configMapName?: string;

  /**
   * Requests and limits, in place of the resource profile's.
   *
   * @default - by role, from the resource profile
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Native or classic.
   *
   * @default - the mode of the workload, the chart or the app; native where the Kubernetes version has it
   */
  readonly sidecarMode?: SidecarMode;
}

/**
 * Takes the requests that a Service sends to an app, and forwards them to it on localhost.
 *
 * A pod that is told to stop loses no request, from Kubernetes 1.30 on: the proxy accepts them for a while (`stopDelay`), then finishes those
 * under way, and the app is told to stop `drainTime` later, unless its container has a `preStop` action of its own.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { ReverseProxy } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'ghcr.io/acme/web:1.4.2', ports: [{ number: 3000 }] }] });
 * new ReverseProxy(web, 'Proxy', { service: web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] }) });
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

  /**
   * @param scope the workload, or a construct inside it
   * @throws if the port of the app or of a Service that leads to it cannot be found, a port is taken, a header or path is none, time-outs contradict
   * each other, the Secret is in another namespace, or the grace period that the workload was given is too short
   */
  constructor(scope: Construct, id: string, props: ReverseProxyProps = {}) {
    super(scope, id);
    const pod = podOf(this);
    const app = servedApp(this, pod, props.app);
    const context = toContext(this, pod, app, props);
    const plan = (props.server ?? ReverseProxyServer.nginx())._plan(context);
    this.appPort = context.appPort;
    this.port = context.port;
    if (props.service) {
      this.retarget(props.service);
    }
    stopAppLater(this, pod, app, context.timeBeforeApp);
    this.container = addContainer(this, 'sidecar', {
      ...plan,
      ...probes(context),
      name: context.name,
      ports: [{ number: context.port }, ...plan.ports ?? []],
      volumeMounts: [...plan.volumeMounts ?? [], ...tlsMount(this, context, props)],
      configFiles: plan.configFiles && { ...plan.configFiles, configMapName: props.configMapName },
      resources: props.resources ?? plan.resources,
      beforeApp: true,
    }, props.sidecarMode);
  }

  /**
   * Leads a Service that was made later here too: its ports that lead to the app lead to the proxy from now on.
   *
   * @param service a Service of the workload
   * @throws if none of its ports leads to the app, or it is one of another workload
   */
  public retarget(service: kplus.Service): void {
    retarget(this, service, podOf(this), this.appPort, this.port);
  }
}

const TLS_FOLDER = '/etc/proxy-tls';

function toContext(owner: Construct, pod: kplus.AbstractPod, app: kplus.Container, props: ReverseProxyProps): ReverseProxyContext {
  const appPort = servedPort(owner, app, props.appPort);
  const appProtocol = props.appProtocol ?? ReverseProxyProtocol.HTTP;
  const stopDelay = checkDuration('stopDelay', props.stopDelay, owner) ?? Duration.seconds(5);
  return {
    owner,
    pod,
    name: props.containerName ?? kebabCase(owner.node.id),
    port: checkOwnPort(owner, props.port ?? freePort(pod, props.tls ? 8443 : 8080, [appPort]), appPort),
    appPort,
    appProtocol,
    requestHeaders: checkHeaders(owner, 'request', props.requestHeaders),
    responseHeaders: checkHeaders(owner, 'response', props.responseHeaders),
    trustedProxies: checkNetworks(owner, props.trustedProxies),
    healthPath: checkUrlPath(owner, 'health path', props.healthPath ?? '/healthz/proxy'),
    timeouts: checkTimeouts(owner, props.timeouts),
    maxBodySize: checkSize('maxBodySize', props.maxBodySize, owner)
      ?? (appProtocol === ReverseProxyProtocol.GRPC ? undefined : Size.mebibytes(10)),
    rateLimit: checkRateLimit(owner, props.rateLimit),
    tlsFolder: props.tls && TLS_FOLDER,
    stopDelay,
    timeBeforeApp: inARow(stopDelay, checkDuration('drainTime', props.drainTime, owner) ?? Duration.seconds(10)),
    resources: props.resources ?? ResourceProfile._for(owner, 'proxy'),
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
    readiness: probe({ periodSeconds: Duration.seconds(5) }),
    liveness: probe({ periodSeconds: Duration.seconds(10) }),
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
