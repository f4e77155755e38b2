import { Construct } from 'constructs';
import { Output } from './output';
import { toWholeLogin } from '../../core/pod/login';
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
    headers: { ...spec.headers, ...toTenant(owner, loki) },
    secretHeaders: spec.secretHeaders,
    caCertificate: spec.caCertificate,
  });
  const login = spec.kind === 'loki' ? toAuth(owner, spec, number) : {};
  return {
    target: `${spec.kind} '${server.url}'`,
    exporters: { [server.id]: { ...server.section, auth: login.auth, ...SYNCHRONOUS } },
    extensions: login.extensions,
    env: { ...server.env, ...login.env },
    mounts: server.mounts,
    attributes: loki.labels,
  };
}

const TENANT = 'X-Scope-OrgID';

/** @see https://grafana.com/docs/loki/latest/operations/multi-tenancy/ */
function toTenant(where: Construct, { tenant, headers }: Partial<LokiOptions>): { [name: string]: string } {
  if (tenant === undefined) {
    return {};
  }
  if (!/^[A-Za-z0-9!_.*'()|-]{1,150}$/.test(tenant)) {
    throw new Error(`tenant '${tenant}' in ${at(where)} is not valid in Loki: use 150 letters, digits and ! - _ . * ' ( ) at most`);
  }
  if (headers && TENANT in headers) {
    throw new Error(`tenant '${tenant}' in ${at(where)} and the header '${TENANT}' are the same: leave one of them out`);
  }
  return { [TENANT]: tenant };
}

function toAuth(owner: Construct, options: LokiOptions, number: number): Pick<Output, 'extensions' | 'env'> & { readonly auth?: Section } {
  const login = toWholeLogin(owner, `output '${options.url}'`, options);
  if (!login) {
    return {};
  }
  const id = `basicauth/${number}`;
  const variables = { user: `OUTPUT_${number}_USER`, password: `OUTPUT_${number}_PASSWORD` };
  return {
    auth: { authenticator: id },
    extensions: { [id]: { client_auth: { username: new FromEnv(variables.user), password: new FromEnv(variables.password) } } },
    env: { [variables.user]: login.user, [variables.password]: login.password },
  };
}
