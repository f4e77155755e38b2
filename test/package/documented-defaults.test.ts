import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vm from 'node:vm';
import { Duration, Size } from 'cdk8s';
import * as ts from 'typescript';
import * as patterns from '../../src';
import * as envoyAmbassador from '../../src/ambassador/envoy/envoy';
import { ADDRESS } from '../../src/ambassador/local-upstream';
import { PG_BOUNCER } from '../../src/ambassador/pgbouncer/config';
import { AMBASSADOR } from '../../src/ambassador/proxy-plan';
import { CIRCUIT_BREAKER, HEALTH_CHECK, OUTLIER_DETECTION, RETRIES } from '../../src/ambassador/resolved-policies';
import { PROXY_LIMITS } from '../../src/programs/checked-limits';
import { RATE_LIMIT } from '../../src/programs/resolved-rate-limit';
import { MUTUAL_TLS, REVERSE_PROXY } from '../../src/proxy/defaults';
import * as envoyReverseProxy from '../../src/proxy/envoy/spec';
import * as nginxReverseProxy from '../../src/proxy/nginx/spec';
import { TIMEOUTS } from '../../src/proxy/reverse-proxy-context';
import { CERT_MANAGER } from '../../src/proxy/tls-certificate';
import { QUEUE } from '../../src/telemetry/delivery';

/** What the code puts in where a property of a struct is left out. */
const DEFAULTS: { [struct: string]: object } = {
  AmbassadorProxyProps: AMBASSADOR,
  CertManagerOptions: CERT_MANAGER,
  CircuitBreaker: CIRCUIT_BREAKER,
  EnvoyMetricsOptions: envoyReverseProxy.METRICS,
  EnvoyOptions: envoyAmbassador.ENVOY,
  EnvoyReverseProxyOptions: envoyReverseProxy.ENVOY,
  EnvoyTracingOptions: envoyReverseProxy.TRACING,
  MutualTlsProps: MUTUAL_TLS,
  NginxCacheOptions: nginxReverseProxy.CACHE,
  NginxCompressionOptions: nginxReverseProxy.COMPRESSION,
  NginxReverseProxyOptions: nginxReverseProxy.NGINX,
  OutlierDetection: OUTLIER_DETECTION,
  PersistentQueueOptions: QUEUE,
  PgBouncerOptions: PG_BOUNCER,
  ProxyLimits: PROXY_LIMITS,
  RateLimit: RATE_LIMIT,
  RetryPolicy: RETRIES,
  ReverseProxyProps: REVERSE_PROXY,
  ReverseProxyTimeouts: { client: TIMEOUTS.client },
  UpstreamAddress: ADDRESS,
  UpstreamHealthCheck: HEALTH_CHECK,
};

/** The files and folders whose structs are all compared. */
const PLACES = ['ambassador', 'programs', 'proxy', 'telemetry/telemetry-queue.ts'];

interface Documented { readonly struct: string; readonly property: string; readonly text: string }

/** The doc comments' defaults that are values. Those that begin with a dash are sentences, and false is what is left out. */
function documentedIn(file: string): Documented[] {
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isInterfaceDeclaration).flatMap(({ name, members }) => members.flatMap((member) => {
    const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default');
    const text = ts.getTextOfJSDocComment(tag?.comment)?.trim() ?? '-';
    return text.startsWith('-') || text === 'false' ? [] : [{ struct: name.text, property: member.name!.getText(), text }];
  }));
}

function filesOf(place: string): string[] {
  const root = path.join(__dirname, '../../src', place);
  return place.endsWith('.ts') ? [root] : fs.readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts')).map((name) => path.join(root, name));
}

const valueOf = (text: string): unknown => vm.runInNewContext(text, { Duration, Size, ...patterns });

/** Functions by what they do: a value that a factory makes twice has two of them. */
const comparable = (value: unknown) => JSON.parse(JSON.stringify(value, (_, part) => typeof part === 'function' ? String(part) : part));

const documented = PLACES.flatMap(filesOf).flatMap(documentedIn);
const structs = [...new Set([...documented.map(({ struct }) => struct), ...Object.keys(DEFAULTS)])];

test.each(structs)('the defaults of %s are those that its doc comments say', (struct) => {
  const said = documented.filter((one) => one.struct === struct).map(({ property, text }) => [property, valueOf(text)]);
  expect(comparable(DEFAULTS[struct] ?? {})).toEqual(comparable(Object.fromEntries(said)));
});
