import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { at } from '../../private/errors';
import { certificateMount } from '../../private/secrets';
import { ShipperContext } from '../../private/shipper-context';
import { LogOutputSpec, LokiOptions, ServerOutputOptions } from '../log-output';
import { Output } from './output';
import { FromEnv, Section } from './values';

type ServerSpec = Extract<LogOutputSpec, { kind: 'loki' | 'otlp' | 'otlpHttp' }>;

/**
 * The reader waits until a batch has arrived, so that its position is never ahead of what was delivered. The queue holds
 * nothing: it cuts a batch of long lines into requests that servers take, 4 MiB as a rule.
 */
const DELIVERY: Section = {
  retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '10s', max_elapsed_time: '0s' },
  sending_queue: {
    enabled: true,
    wait_for_result: true,
    block_on_overflow: true,
    batch: { sizer: 'bytes', min_size: 0, max_size: 4000000, flush_timeout: '1s' },
  },
};

export function toServer(context: ShipperContext, spec: ServerSpec, number: number): Output {
  const grpc = spec.kind === 'otlp';
  const loki: Partial<LokiOptions> = spec.kind === 'loki' ? spec : {};
  const url = checkUrl(context.owner, spec);
  const headers = toHeaders(context.owner, spec, loki.tenant, number);
  const authority = toAuthority(context, spec, number);
  const login = toLogin(context.owner, loki, number);
  return {
    target: `${spec.kind} '${url}'`,
    exporters: {
      [`${grpc ? 'otlp_grpc' : 'otlp_http'}/${number}`]: {
        endpoint: grpc ? url.replace(/^.*\//, '') : `${url}${spec.kind === 'loki' ? '/otlp' : ''}`,
        tls: grpc && isPlain(url) ? { insecure: true } : authority.tls,
        auth: login.auth,
        headers: headers.section,
        ...DELIVERY,
      },
    },
    extensions: login.extensions,
    env: { ...headers.env, ...login.env },
    mounts: authority.mounts,
    attributes: loki.labels,
  };
}

/** The address without a slash at its end. */
function checkUrl(where: Construct, spec: ServerSpec): string {
  const problem = problemOf(spec);
  if (problem) {
    throw new Error(`url '${spec.url}' of output '${spec.kind}' in ${at(where)} ${problem}`);
  }
  return spec.url.replace(/\/+$/, '');
}

function problemOf({ kind, url, caCertificate }: ServerSpec): string | undefined {
  if (!/^https?:\/\/[^\s/]/.test(url) || !URL.canParse(url)) {
    return 'is no address of a server: write it like http://collector.monitoring:4318';
  }
  const { username, password, search, hash, pathname } = new URL(url);
  if (username || password) {
    return 'has credentials in it, which everybody could read in the ConfigMap:'
      + ' take them from a Secret, in \'headers\' or \'username\' and \'password\'';
  }
  if (search || hash) {
    return 'has a query or fragment, which OTLP has not: leave it out';
  }
  if (kind === 'otlp' && (pathname !== '/' || !/:[0-9]+\/?$/.test(url))) {
    return 'needs a port and no path: write it like http://collector.monitoring:4317';
  }
  return caCertificate && isPlain(url) ? 'starts with http, where \'caCertificate\' has no use: write https or leave the certificate out' : undefined;
}

function isPlain(url: string): boolean {
  return url.startsWith('http:');
}

function toHeaders(where: Construct, options: ServerOutputOptions, tenant: string | undefined, number: number): {
  section?: Section;
  env: { [name: string]: kplus.EnvValue };
} {
  const headers = Object.entries(options.headers ?? {});
  if (tenant !== undefined) {
    headers.push(['X-Scope-OrgID', kplus.EnvValue.fromValue(checkTenant(where, tenant))]);
  }
  const names = headers.map(([name]) => name.toLowerCase());
  const wrong = headers.find(([name], index) => !/^[A-Za-z][A-Za-z0-9_-]*$/.test(name) || names.indexOf(name.toLowerCase()) < index);
  if (wrong) {
    throw new Error(`header '${wrong[0]}' of ${options.url} in ${at(where)} is there twice, or is not made of letters, digits, '-' and '_':`
      + ' rename it or leave it out');
  }
  const variable = (index: number) => `OUTPUT_${number}_HEADER_${index + 1}`;
  return {
    section: headers.length > 0 ? Object.fromEntries(headers.map(([name], index) => [name, new FromEnv(variable(index))])) : undefined,
    env: Object.fromEntries(headers.map(([, value], index) => [variable(index), value])),
  };
}

/** @see https://grafana.com/docs/loki/latest/operations/multi-tenancy/ */
function checkTenant(where: Construct, tenant: string): string {
  if (!/^[A-Za-z0-9!_.*'()|-]{1,150}$/.test(tenant)) {
    throw new Error(`tenant '${tenant}' in ${at(where)} is none that Loki takes: use 150 letters, digits and ! - _ . * ' ( ) at most`);
  }
  return tenant;
}

function toAuthority(context: ShipperContext, { caCertificate }: ServerOutputOptions, number: number): {
  tls?: Section;
  mounts?: kplus.VolumeMount[];
} {
  if (!caCertificate) {
    return {};
  }
  const mount = certificateMount(context.owner, context.name, number, caCertificate, `/etc/otelcol-ca-${number}`);
  return { tls: { ca_file: `${mount.path}/ca.crt` }, mounts: [mount] };
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
  const id = `basicauth/${number}`;
  const variables = { username: `OUTPUT_${number}_USERNAME`, password: `OUTPUT_${number}_PASSWORD` };
  return {
    auth: { authenticator: id },
    extensions: { [id]: { client_auth: { username: new FromEnv(variables.username), password: new FromEnv(variables.password) } } },
    env: { [variables.username]: username, [variables.password]: password },
  };
}
