import { extension, seconds, Section, typed } from '../../private/envoy/json';
import { LocalUpstream } from '../local-upstream';
import { requestTimeout } from '../timeouts';
import { RedisUpstreamOptions } from '../upstream-options';

const REDIS = 'envoy.extensions.filters.network.redis_proxy.v3';

/** The filter reads each command and sends it to the server that has its key. */
export function redisProxy({ name, options }: LocalUpstream): Section {
  return extension('envoy.filters.network.redis_proxy', `${REDIS}.RedisProxy`, {
    stat_prefix: name,
    settings: { op_timeout: seconds(requestTimeout(options.timeouts)) },
    prefix_routes: { catch_all_route: { cluster: name } },
  });
}

/** How Envoy logs in. */
export function redisProtocol(name: string, { password, user }: RedisUpstreamOptions): Section | undefined {
  return password && {
    'envoy.filters.network.redis_proxy': typed(`${REDIS}.RedisProtocolOptions`, {
      auth_username: user === undefined ? undefined : { inline_string: user },
      auth_password: { environment_variable: passwordVariable(name) },
    }),
  };
}

/** Environment variable of the container with the password. */
export function passwordVariable(upstream: string): string {
  return `PASSWORD_${upstream.toUpperCase().replace(/-/g, '_')}`;
}
