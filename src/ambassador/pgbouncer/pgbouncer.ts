import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { checkPgBouncer } from './check';
import { PG_BOUNCER, ResolvedPgBouncer, toPgBouncerConfig, USERS_FILE } from './config';
import { PgBouncerOptions, PgBouncerUser } from './options';
import { scripts } from '../../core/objects/scripts';
import { runScript } from '../../core/pod/script-container';
import { secretVariable } from '../../core/pod/secrets';
import { plainVariable, plainVariables } from '../../core/pod/variables';
import { withDefaults } from '../../core/values/defaults';
import { commandProbes } from '../health-probes';
import { localHost, ProxyContext, ProxyPlan } from '../proxy-plan';
import { mountTls } from '../tls-files';

const FOLDER = '/etc/pgbouncer';

type CompleteOptions = ResolvedPgBouncer & { readonly users: PgBouncerUser[] };

/**
 * @internal
 */
export function planPgBouncer(given: PgBouncerOptions, context: ProxyContext): ProxyPlan {
  const options = withDatabase(given, context);
  checkPgBouncer(options, context);
  const { owner, listenAddress, upstreams: [upstream] } = context;
  const tls = mountTls(context, upstream, 0);
  return {
    ...runScript(owner, {
      program: 'pgBouncer',
      image: options.image,
      folder: FOLDER,
      scripts: scripts('ambassador', 'start-pgbouncer.sh'),
      data: { 'pgbouncer.ini': toPgBouncerConfig(options, context, tls) },
      env: { ...plainVariables({ USERS_FILE }), ...userVariables(options, context) },
      volumeMounts: [usersMount(context), ...tls.mounts],
    }),
    pooling: options.pooling,
    metrics: { none: 'PgBouncer shows its figures on its console alone, which is closed: use AmbassadorProgram.envoy() where the connections are to be counted' },
    ...commandProbes([
      'pg_isready', `--host=${localHost(listenAddress)}`, `--port=${upstream.localPort}`, '--timeout=3', '--quiet', ...knownLogin(options),
    ]),
  };
}

/** Its user, with a name that everybody may know, and its name. */
function withDatabase(options: PgBouncerOptions, { upstreams: [{ database }] }: ProxyContext): CompleteOptions {
  const { name, user, password } = database?._options ?? {};
  return {
    ...withDefaults(options, PG_BOUNCER),
    users: options?.users ?? (user !== undefined && password ? [{ user, password }] : []),
    databases: options?.databases ?? (name === undefined ? undefined : [name]),
  };
}

/** PgBouncer logs each client whose user or database it does not know. */
function knownLogin({ users, databases = [] }: CompleteOptions): string[] {
  return [`--username=${users[0].user}`, ...databases.slice(0, 1).map((database) => `--dbname=${database}`)];
}

function userVariables({ users }: CompleteOptions, { owner }: ProxyContext): { [name: string]: kplus.EnvValue } {
  return Object.fromEntries(users.flatMap(({ user, password }, index) => [
    [`PGBOUNCER_USER_${index + 1}`, plainVariable(user)],
    [`PGBOUNCER_PASSWORD_${index + 1}`, secretVariable(owner, password)],
  ]));
}

/** In memory, since it has passwords. */
function usersMount({ owner, name }: ProxyContext): kplus.VolumeMount {
  const path = USERS_FILE.replace(/\/[^/]*$/, '');
  const volume = kplus.Volume.fromEmptyDir(owner, 'UsersVolume', `${name}-users`, {
    medium: kplus.EmptyDirMedium.MEMORY, sizeLimit: Size.mebibytes(1),
  });
  return { path, volume };
}
