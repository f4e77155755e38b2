import * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { Output, TIME } from './output';
import { secretParameter } from '../../core/plain-text/checks';
import { toHeaders } from '../../core/pod/headers';
import { toWholeLogin } from '../../core/pod/login';
import { appOf } from '../../core/pod/pod-editor';
import { certificateMount } from '../../core/pod/secrets';
import { at } from '../../core/values/errors';
import { lokiServer, signalPath } from '../../core/values/server-url';
import { Section, Values } from '../../programs/fluent-bit/values';
import { checkForward } from '../fluent';
import { AuthenticatedOutputOptions, ElasticsearchOptions, ForwardOptions, LogOutputSpec, LokiOptions, ServerOutputOptions } from '../log-output';
import { ShipperContext } from '../shipper-context';

type ServerSpec = Exclude<LogOutputSpec, { kind: 'stdout' | 'file' | 'otlp' }>;
type UrlSpec = Exclude<ServerSpec, { kind: 'forward' }>;

/** A server that hangs delays the exit by as much. */
const TIMEOUTS = { 'net.connect_timeout': '5s', 'net.io_timeout': '10s' };

export function toServer(context: ShipperContext, values: Values, spec: ServerSpec, number: number): Output {
  if (spec.kind === 'forward') {
    return { settings: toForward(context.owner, spec) };
  }
  const url = checkUrl(context.owner, spec);
  const { tls, mounts } = toTls(context, spec, url, number);
  return {
    mounts,
    settings: {
      ...toPlugin(context, values, spec, url),
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
      header: toHeaderLines(context.owner, values, spec, number),
      ...toBasicAuth(context.owner, values, spec, number),
      ...tls,
      ...TIMEOUTS,
    },
  };
}

function toPlugin(context: ShipperContext, values: Values, spec: UrlSpec, url: URL): Section {
  const path = url.pathname.replace(/\/+$/, '');
  switch (spec.kind) {
    case 'http':
      return { 'name': 'http', 'uri': values.text('path', url.pathname + url.search), 'format': 'json', ...TIME, 'http.response_timeout': '10s' };
    case 'loki':
      return {
        name: 'loki',
        uri: path === '' ? undefined : values.text('path', `${path}/loki/api/v1/push`),
        labels: toLabels(context, values, spec.labels),
        tenant_id: spec.tenant === undefined ? undefined : values.text('tenant', spec.tenant),
      };
    case 'otlpHttp':
      return { name: 'opentelemetry', logs_uri: values.text('path', `${path}/v1/logs`), logs_body_key: '$log', logs_body_key_attributes: true };
    default:
      return {
        name: spec.kind === 'openSearch' ? 'opensearch' : 'es',
        path: path === '' ? undefined : values.text('path', path),
        index: checkIndex(context.owner, spec),
        suppress_type_name: true,
        // A record that is sent again, because the answer was lost, gets the same id and is not stored twice.
        generate_id: true,
        trace_error: true,
      };
  }
}

/** Acknowledged, and without the metadata that Fluentd would refuse the records for. */
function toForward(where: IConstruct, options: ForwardOptions): Section {
  return { name: 'forward', ...checkForward(where, options), require_ack_response: true, retain_metadata_in_forward_mode: false, ...TIMEOUTS };
}

function checkUrl(where: IConstruct, spec: UrlSpec): URL {
  const problem = urlProblem(spec);
  if (problem) {
    throw new Error(`url '${spec.url}' of output '${spec.kind}' in ${at(where)} ${problem}`);
  }
  return new URL(spec.kind === 'loki' ? lokiServer(spec.url) : spec.url);
}

function urlProblem({ kind, url, caCertificate }: UrlSpec): string | undefined {
  if (!/^https?:\/\/[^\s/]/.test(url) || !URL.canParse(url)) {
    return 'is not an address of a server: write it like https://logs.acme.io:8443';
  }
  const { username, password, search, hash, protocol } = new URL(url);
  if (username || password) {
    return 'has credentials in it, which everybody could read in the ConfigMap: take them from a Secret, in \'secretHeaders\' or \'user\' and \'password\'';
  }
  const secret = secretParameter(new URL(url));
  if (secret) {
    return `has '${secret}' in its query, which everybody could read in the ConfigMap: send it in 'secretHeaders'`;
  }
  if (hash || search && kind !== 'http') {
    return 'has a query or fragment: leave it out';
  }
  const signal = kind === 'otlpHttp' && signalPath(url);
  if (signal) {
    return `ends in '${signal}', which is added: leave that out`;
  }
  return caCertificate && protocol === 'http:'
    ? 'starts with http, which does not use \'caCertificate\': write https, or leave the certificate out'
    : undefined;
}

function toTls({ owner, name }: ShipperContext, { caCertificate }: ServerOutputOptions, url: URL, number: number): {
  tls: Section;
  mounts?: kplus.VolumeMount[];
} {
  if (url.protocol === 'http:') {
    return { tls: {} };
  }
  // Any certificate of an authority would do without the second check.
  const tls = { 'tls': true, 'tls.verify': true, 'tls.verify_hostname': true };
  if (!caCertificate) {
    return { tls };
  }
  const mount = certificateMount(owner, name, number, caCertificate, `/fluent-bit/ca-${number}`);
  return { tls: { ...tls, 'tls.ca_file': `${mount.path}/ca.crt` }, mounts: [mount] };
}

function toHeaderLines(where: Construct, values: Values, spec: UrlSpec, number: number): string[] | undefined {
  const headers = toHeaders(where, `output '${spec.kind}'`, `OUTPUT_${number}_HEADER`, spec);
  if (headers.length > 0 && (spec.kind === 'elasticsearch' || spec.kind === 'openSearch')) {
    throw new Error(`output '${spec.kind}' in ${at(where)} has headers, which Fluent Bit cannot send there: use 'user' and 'password'`);
  }
  return headers.length > 0 ? headers.map(({ name, variable, value }) => `${name} ${values.fromEnv(variable, value)}`) : undefined;
}

function toBasicAuth(where: Construct, values: Values, spec: UrlSpec, number: number): Section {
  const login = toWholeLogin(where, `output '${spec.url}'`, spec as AuthenticatedOutputOptions);
  return login ? {
    http_user: values.fromEnv(`OUTPUT_${number}_USER`, login.user),
    http_passwd: values.fromEnv(`OUTPUT_${number}_PASSWORD`, login.password),
  } : {};
}

/** Pairs between commas, where a value with `$` in front would name a field. */
function toLabels({ owner, pod, name: shipper }: ShipperContext, values: Values, labels: LokiOptions['labels']): string {
  const pairs = Object.entries(labels ?? { job: appOf(pod)?.name ?? shipper });
  if (pairs.length === 0) {
    throw new Error(`labels of output 'loki' in ${at(owner)} are empty: set one, or leave them out`);
  }
  return pairs.map(([name, value]) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new Error(`label '${name}' of output 'loki' in ${at(owner)} is not a valid name for a label: use letters, digits and '_'`);
    }
    if (value.trim() !== value || value === '' || /[,$]/.test(value)) {
      throw new Error(`value '${value}' of label '${name}' in ${at(owner)} is empty, has blanks around it, or contains ',' or '$':`
        + ' remove them');
    }
    return `${name}=${values.text(`label '${name}'`, value)}`;
  }).join(', ');
}

function checkIndex(where: IConstruct, { index = 'logs' }: ElasticsearchOptions): string {
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(index)) {
    throw new Error(`index '${index}' in ${at(where)} is not a valid name for an index: use lowercase letters, digits and . _ -`);
  }
  return index;
}
