import { toDirectives } from './config';
import { checkRate } from './rate';
import { scripts } from '../../core/objects/scripts';
import { runScript } from '../../core/pod/script-container';
import { plainVariables } from '../../core/pod/variables';
import { at } from '../../core/values/errors';
import { AccessLog, checkAccessLog, logMounts } from '../../programs/access-log';
import { checkLimits, ClientMemory, clientsFor } from '../../programs/checked-limits';
import { checkLines } from '../../programs/extra-config';
import { ExtraLinesOptions } from '../../programs/extra-config-options';
import { clientMemory, programMemory } from '../../programs/nginx/clients';
import { checkConnectTimeout } from '../../programs/nginx/connect-timeout';
import { toNginxConfig } from '../../programs/nginx/words';
import { ProxyLimits } from '../../programs/proxy-limits';
import { connectTimeout } from '../../programs/timeouts';
import { checkComplete } from '../complete-name';
import { healthProbes } from '../health-probes';
import { LocalUpstream } from '../local-upstream';
import { ProxyContext, ProxyPlan } from '../proxy-plan';
import { checkOneName, checkServerName, mountTls } from '../tls-files';

/**
 * Options of nginx.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_upstream_module.html
 */
export interface NginxOptions extends ProxyLimits, ExtraLinesOptions {
  /**
   * Image of nginx, with a tag or digest. It needs the stream module and a POSIX shell.
   *
   * @default - that of the image table
   */
  readonly image?: string;

  /**
   * Access log with a line for each finished request or connection, without queries and headers: address of the client, time, method, path and
   * status of a request, bytes, seconds, and the address that served it.
   *
   * @default - no access log
   */
  readonly accessLog?: AccessLog;
}

const FOLDER = '/etc/ambassador';
const NAMES_FILE = '/tmp/names.conf';
const LISTEN_FILE = '/tmp/listen.conf';

/**
 * @internal
 */
export function planNginx(options: NginxOptions, context: ProxyContext): ProxyPlan {
  const { owner, upstreams } = context;
  for (const upstream of upstreams) {
    checkServerName(owner, upstream);
    checkComplete(owner, 'AmbassadorProgram.nginx()', upstream);
    checkOneName(owner, upstream);
    checkRate(owner, upstream);
    checkConnectTimeout(`upstream '${upstream.name}' of ${at(owner)}`, connectTimeout(upstream.options.timeouts));
  }
  const accessLog = checkAccessLog(owner, options.accessLog ?? AccessLog.off());
  const { maxClients, headerKibibytes } = checkLimits(owner, options);
  const tls = upstreams.map((upstream, number) => mountTls(context, upstream, number));
  const config = toNginxConfig(toDirectives({
    context,
    extra: checkLines(owner, options.extraConfig, ['main', 'events', 'http', 'stream']),
    tls,
    namesFile: NAMES_FILE,
    listenFile: LISTEN_FILE,
    maxClients: maxClients ?? clientsFor(context.resources, memoryOf(upstreams, headerKibibytes)),
    headerKibibytes,
    accessLog,
  }));
  return {
    ...runScript(owner, {
      program: 'nginx',
      image: options.image,
      folder: FOLDER,
      scripts: scripts('ambassador', 'start-nginx.sh', 'names.sh'),
      data: { 'nginx.conf': config },
      env: plainVariables({ NAMES_FILE, LISTEN_FILE, LISTEN_IPV6: `[::]:${context.healthPort}` }),
      volumeMounts: [...tls.flatMap(({ mounts }) => mounts), ...logMounts(accessLog)],
      writablePaths: ['/tmp'],
    }),
    servesHealth: true,
    metrics: {
      none: 'nginx has no page that Prometheus reads: use AmbassadorProgram.envoy() or AmbassadorProgram.haproxy(),'
        + ' or open stub_status by \'extraConfig\' for MetricsExporter.nginx()',
    },
    ...healthProbes(context),
  };
}

/** Of one client on each local port. */
function memoryOf(upstreams: LocalUpstream[], headerKibibytes: number): ClientMemory {
  const clients = upstreams.map(({ kind, options: { tls } }) => clientMemory({ kind: kind === 'http' ? 'http' : 'stream', headerKibibytes, tls: tls !== undefined }));
  return { program: programMemory(1), client: clients.reduce((sum, kibibytes) => sum + kibibytes, 0) };
}
