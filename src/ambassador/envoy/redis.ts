import { extension, seconds, Section, typed } from '../../programs/envoy/json';
import { LocalUpstream } from '../local-upstream';
import { requestTimeout } from '../timeouts';
import { RedisUpstreamOptions } from '../upstream-options';

const REDIS = 'envoy.extensions.filters.network.redis_proxy.v3';

/**
 * All clients share one connection to a server. SELECT would move all of them to another database. WATCH would watch that connection, while
 * a transaction has one of its own: what it is to notice would be overwritten silently.
 */
const REFUSED = ['select', 'watch'];

/** The filter reads each command and sends it to the server that has its key. */
export function redisProxy({ name, options }: LocalUpstream): Section {
  return extension('envoy.filters.network.redis_proxy', `${REDIS}.RedisProxy`, {
    stat_prefix: name,
    settings: { op_timeout: seconds(requestTimeout(options.timeouts)) },
    prefix_routes: { catch_all_route: { cluster: name } },
    faults: [{ fault_type: 'ERROR', fault_enabled: { default_value: { numerator: 100, denominator: 'HUNDRED' } }, commands: REFUSED }],
  });
}

/** How Envoy logs in. */
export function redisProtocol(name: string, { password, user, userSecret }: RedisUpstreamOptions): Section | undefined {
  return password && {
    'envoy.filters.network.redis_proxy': typed(`${REDIS}.RedisProtocolOptions`, {
      auth_username: userSecret ? { environment_variable: loginVariable('USER', name) } : user === undefined ? undefined : { inline_string: user },
      auth_password: { environment_variable: loginVariable('PASSWORD', name) },
    }),
  };
}

/** Environment variable of the container with the user or the password. */
export function loginVariable(what: 'USER' | 'PASSWORD', upstream: string): string {
  return `${what}_${upstream.toUpperCase().replace(/-/g, '_')}`;
}
