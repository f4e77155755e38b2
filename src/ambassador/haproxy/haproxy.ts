import { Duration } from 'cdk8s';
import { checkHaproxyPolicies } from './check';
import { toSections } from './config';
import { toHaproxyConfig } from './writer';
import { ImageTable } from '../../pod/image-table';
import { SecurityBaseline } from '../../pod/security-baseline';
import { checkCount } from '../../private/quantities';
import { scripts } from '../../private/scripts';
import { checkComplete } from '../complete-name';
import { healthProbes } from '../health-probes';
import { ProxyContext, ProxyPlan } from '../proxy-plan';
import { checkTime } from '../timeouts';
import { checkServerName, mountTls } from '../tls-files';

/**
 * Options of HAProxy.
 */
export interface HaproxyOptions {
  /**
   * How long an HTTP upstream may be silent while it has a request: before it answers, and between two parts of the answer.
   *
   * @default Duration.seconds(30)
   */
  readonly responseTimeout?: Duration;

  /**
   * Connections of the app at a time, over all upstreams; more wait. Each takes up to 33 KiB of memory.
   *
   * @default 2000
   */
  readonly maxClients?: number;

  /**
   * Image of HAProxy, pinned, with a POSIX shell.
   *
   * @default - of the image table
   */
  readonly image?: string;
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
    checkComplete(owner, 'Proxy.haproxy()', upstream);
  }
  const tls = upstreams.map((upstream, number) => mountTls(context, upstream, number));
  const config = toHaproxyConfig(toSections({
    context,
    tls,
    maxClients: checkCount('maxClients', options.maxClients, owner) ?? 2000,
    responseTimeout: checkTime('responseTimeout', options.responseTimeout, owner) ?? Duration.seconds(30),
  }));
  return {
    image: options.image ?? ImageTable._for(owner)._image('haproxy'),
    command: ['sh', `${FOLDER}/start-haproxy.sh`],
    configFiles: { path: FOLDER, data: { 'haproxy.cfg': config, ...scripts('ambassador', 'start-haproxy.sh', 'names.sh') } },
    volumeMounts: tls.flatMap(({ mounts }) => mounts),
    security: SecurityBaseline.restricted({ user: 99 }),
    servesHealth: true,
    ...healthProbes(context),
  };
}
