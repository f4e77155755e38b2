import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Output } from './output';
import { checkCredential } from '../../core/pod/secrets';
import { at } from '../../core/values/errors';
import { lokiServer } from '../../core/values/server-url';
import { SYNCHRONOUS, toServer } from '../../programs/collector/server';
import { FromEnv, Section } from '../../programs/collector/values';
import { LogOutputSpec, LokiOptions } from '../log-output';
import { ShipperContext } from '../shipper-context';

type ServerSpec = Extract<LogOutputSpec, { kind: 'loki' | 'otlp' | 'otlpHttp' }>;

/** The reader waits until a batch has arrived, so that its position is never ahead of what was delivered. */
export function toServerOutput(context: ShipperContext, spec: ServerSpec, number: number): Output {
  const { owner, name } = context;
  const loki: Partial<LokiOptions> = spec.kind === 'loki' ? spec : {};
  const server = toServer({ owner, name, number }, {
    what: `output '${spec.kind}'`,
    grpc: spec.kind === 'otlp',
    url: spec.kind === 'loki' ? lokiServer(spec.url) : spec.url,
    path: spec.kind === 'loki' ? '/otlp' : undefined,
    headers: [...Object.entries(spec.headers ?? {}), ...toTenant(owner, loki.tenant)],
    caCertificate: spec.caCertificate,
  });
  const login = toLogin(owner, loki, number);
  return {
    target: `${spec.kind} '${server.url}'`,
    exporters: { [server.id]: { ...server.section, auth: login.auth, ...SYNCHRONOUS } },
    extensions: login.extensions,
    env: { ...server.env, ...login.env },
    mounts: server.mounts,
    attributes: loki.labels,
  };
}

/** @see https://grafana.com/docs/loki/latest/operations/multi-tenancy/ */
function toTenant(where: Construct, tenant?: string): [string, kplus.EnvValue][] {
  if (tenant === undefined) {
    return [];
  }
  if (!/^[A-Za-z0-9!_.*'()|-]{1,150}$/.test(tenant)) {
    throw new Error(`tenant '${tenant}' in ${at(where)} is none that Loki takes: use 150 letters, digits and ! - _ . * ' ( ) at most`);
  }
  return [['X-Scope-OrgID', kplus.EnvValue.fromValue(tenant)]];
}

function toLogin(where: Construct, { url, username, password }: Partial<LokiOptions>, number: number): {
  auth?: Section;
  extensions?: Section;
  env?: { [name: string]: kplus.EnvValue };
} {
  if (!username && !password) {
    return {};
  }
  if (!username || !password) {
    throw new Error(`output '${url}' in ${at(where)} has only one of 'username' and 'password': set both or none`);
  }
  checkCredential(where, `output '${url}'`, 'password', password);
  const id = `basicauth/${number}`;
  const variables = { username: `OUTPUT_${number}_USERNAME`, password: `OUTPUT_${number}_PASSWORD` };
  return {
    auth: { authenticator: id },
    extensions: { [id]: { client_auth: { username: new FromEnv(variables.username), password: new FromEnv(variables.password) } } },
    env: { [variables.username]: username, [variables.password]: password },
  };
}
