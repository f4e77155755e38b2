import { checkHaproxyPolicies } from './check';
import { bufferKibibytes, toSections } from './config';
import { scripts } from '../../core/objects/scripts';
import { runScript } from '../../core/pod/script-container';
import { AccessLog, stdoutOnly } from '../../programs/access-log';
import { checkLimits, ClientMemory, clientsFor } from '../../programs/checked-limits';
import { checkLines } from '../../programs/extra-config';
import { ExtraLinesOptions } from '../../programs/extra-config-options';
import { toHaproxyConfig, withLines } from '../../programs/haproxy/writer';
import { ProxyLimits } from '../../programs/proxy-limits';
import { checkComplete } from '../complete-name';
import { healthProbes } from '../health-probes';
import { LocalUpstream } from '../local-upstream';
import { ProxyContext, ProxyPlan } from '../proxy-plan';
import { checkServerName, mountTls } from '../tls-files';

/**
 * Options of HAProxy.
 *
 * @see https://docs.haproxy.org/3.2/configuration.html
 */
export interface HaproxyOptions extends ProxyLimits, ExtraLinesOptions {
  /**
   * Image of HAProxy, with a tag or digest. It needs a POSIX shell.
   *
   * @default - that of the image table
   */
  readonly image?: string;

  /**
   * Access log on stdout with a line for each finished request or connection, without queries and headers: address of the client, time, upstream and
   * server, method, path and status, times in milliseconds, how it ended, and the number of retries. It cannot be a file.
   *
   * @default - only failed
   * requests and connections are logged
   * @see https://docs.haproxy.org/3.2/configuration.html#8.2
   */
  readonly accessLog?: AccessLog;
}

const FOLDER = '/etc/ambassador';

/**
 * @internal
 */
export function planHaproxy(options: HaproxyOptions, context: ProxyContext): ProxyPlan {
  const { owner, upstreams } = context;
  for (const upstream of upstreams) {
    checkHaproxyPolicies(owner, upstream);
    checkServerName(owner, upstream);
    checkComplete(owner, 'AmbassadorProgram.haproxy()', upstream);
  }
  const { maxClients, headerKibibytes } = checkLimits(owner, options);
  const tls = upstreams.map((upstream, number) => mountTls(context, upstream, number));
  const config = toHaproxyConfig(withLines(checkLines(owner, options.extraConfig), toSections({
    context,
    tls,
    maxClients: maxClients ?? clientsFor(context.resources, memoryOf(upstreams, headerKibibytes)),
    headerKibibytes,
    logsAll: stdoutOnly(owner, 'HAProxy', options.accessLog),
  })));
  return {
    ...runScript(owner, {
      program: 'haproxy',
      image: options.image,
      folder: FOLDER,
      scripts: scripts('ambassador', 'start-haproxy.sh', 'names.sh'),
      data: { 'haproxy.cfg': config },
      volumeMounts: tls.flatMap(({ mounts }) => mounts),
    }),
    servesHealth: true,
    metrics: { path: '/metrics' },
    ...healthProbes(context),
  };
}

const PROGRAM = 24 * 1024;
const SESSION = 8;
const TLS = 40;

/** Of one client on each local port: what comes from both sides is in a buffer. */
function memoryOf(upstreams: LocalUpstream[], headerKibibytes: number): ClientMemory {
  const clients = upstreams.map(({ options: { tls } }) => SESSION + 2 * bufferKibibytes(headerKibibytes) + (tls ? TLS : 0));
  return { program: PROGRAM, client: clients.reduce((sum, kibibytes) => sum + kibibytes, 0) };
}
