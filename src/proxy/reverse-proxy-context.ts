import { isIP } from 'net';
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { HeaderValue, HeaderValueSpec } from './header-value';
import type { ReverseProxyProtocol, ReverseProxyTimeouts } from './reverse-proxy-options';
import { checkHeader } from '../core/plain-text/checks';
import { secretVariable } from '../core/pod/secrets';
import { withDefaults } from '../core/values/defaults';
import { at } from '../core/values/errors';
import { checkDuration } from '../core/values/quantities';
import type { CheckedLimits } from '../programs/checked-limits';
import type { RateLimit } from '../programs/rate-limit';
import { resolveRateLimit } from '../programs/resolved-rate-limit';
import { checkNested, connectTimeout } from '../programs/timeouts';

/** What the program of a reverse proxy knows of the place that it is put into. Everything in it is checked. */
export interface ReverseProxyContext {
  readonly owner: Construct;
  readonly pod: kplus.AbstractPod;
  /** Name of the container. */
  readonly name: string;
  readonly port: number;
  /** For metrics on the pod's address, where the program has them on a port of their own. */
  readonly metricsPort: number;
  readonly appPort: number;
  readonly appProtocol: ReverseProxyProtocol;
  readonly requestHeaders: ProxyHeader[];
  readonly responseHeaders: ProxyHeader[];
  readonly healthPath: string;
  readonly timeouts: Required<ReverseProxyTimeouts>;
  /** Undefined where there is no limit. */
  readonly maxBodySize?: Size;
  readonly rateLimit?: Required<RateLimit>;
  readonly limits: CheckedLimits;
  /** Networks whose word on clients is taken. */
  readonly trustedProxies: string[];
  /** Folder with tls.crt and tls.key, mounted already. */
  readonly tlsFolder?: string;
  /** How long it goes on to accept requests after the pod was told to stop. */
  readonly stopDelay: Duration;
  /** How long until the app receives SIGTERM. */
  readonly timeBeforeApp: Duration;
  /** Requests and limits that the container gets. */
  readonly resources: kplus.ContainerResources;
}

export interface ProxyHeader {
  readonly name: string;
  readonly value: Exclude<HeaderValueSpec, { kind: 'secret' }> | SecretHeader;
}

/** A value that is in an environment variable of the container, whose name is part of its configuration. */
export interface SecretHeader {
  readonly kind: 'secret';
  readonly variable: string;
  readonly value: kplus.EnvValue;
}

/** The environment variables with the secrets of headers. */
export function secretHeaders({ requestHeaders }: ReverseProxyContext): { [variable: string]: kplus.EnvValue } {
  const secrets = requestHeaders.flatMap(({ value }) => value.kind === 'secret' ? [value] : []);
  return Object.fromEntries(secrets.map(({ variable, value }) => [variable, value]));
}

/** A token of HTTP. */
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const HEADER_TEXT = /^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u;

/** Headers that belong to one connection, or that say where a message ends. */
const CONNECTION = ['connection', 'content-length', 'expect', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

export function checkHeaders(owner: Construct, what: string, headers: { [name: string]: HeaderValue } = {}): ProxyHeader[] {
  const names = Object.keys(headers);
  return names.map((name, index) => {
    const lowercase = name.toLowerCase();
    if (!HEADER_NAME.test(name)) {
      throw new Error(`${what} header ${JSON.stringify(name)} in ${at(owner)} is not a valid name for a header: use letters, digits and '-'`);
    }
    if (CONNECTION.includes(lowercase)) {
      throw new Error(`${what} header '${name}' in ${at(owner)} belongs to the connection, which the proxy manages: leave it out`);
    }
    if (names.slice(0, index).some((other) => other.toLowerCase() === lowercase)) {
      throw new Error(`${what} header '${name}' in ${at(owner)} is set twice: leave one of them out`);
    }
    const value = checkHeaderValue(owner, `${what} header '${name}'`, headers[name]?._spec);
    if (value.kind === 'text') {
      checkHeader(owner, `${what} header '${name}'`, name, value.text, what === 'request'
        ? 'put it into a Secret and use HeaderValue.secret()'
        : 'let the app read it from an environment variable with EnvValue.fromSecretValue()');
    }
    if (value.kind !== 'secret') {
      return { name, value };
    }
    if (what === 'response' || lowercase === 'host') {
      throw new Error(`${what} header '${name}' in ${at(owner)} cannot be a secret, because ${what === 'response' ? 'clients would see it' : 'it chooses a server'}:`
        + ' use HeaderValue.text(), or leave it out');
    }
    return { name, value: { kind: 'secret', variable: `HEADER_${index + 1}`, value: secretVariable(owner, value.secret) } };
  });
}

function checkHeaderValue(owner: Construct, what: string, value?: HeaderValueSpec): HeaderValueSpec {
  if (!value?.kind) {
    throw new Error(`value of ${what} in ${at(owner)} is not a HeaderValue: make it with HeaderValue.text() or another of its factories`);
  }
  if (value.kind === 'text' && (typeof value.text !== 'string' || !HEADER_TEXT.test(value.text))) {
    throw new Error(`value ${JSON.stringify(value.text)} of ${what} in ${at(owner)} is empty, begins or ends with a blank, or has a control character:`
      + ' write one line, or use HeaderValue.removed()');
  }
  return value;
}

export const TIMEOUTS = { response: Duration.seconds(60), idle: Duration.seconds(75), client: Duration.seconds(60) };

export function checkTimeouts(owner: Construct, timeouts: ReverseProxyTimeouts = {}): Required<ReverseProxyTimeouts> {
  for (const [what, duration] of Object.entries(timeouts)) {
    checkDuration(`${what} timeout`, duration, owner);
  }
  const given = withDefaults(timeouts, TIMEOUTS);
  const resolved = { ...given, connect: connectTimeout(given) };
  checkNested(at(owner), resolved);
  return resolved;
}

export function checkRateLimit(owner: Construct, rateLimit?: RateLimit): Required<RateLimit> | undefined {
  for (const what of ['requests', 'burst'] as const) {
    const count = rateLimit?.[what];
    if (rateLimit && (what === 'requests' || count !== undefined) && (!Number.isInteger(count) || count! < 1 || count! > 1_000_000)) {
      throw new Error(`${what} of the rate limit in ${at(owner)} is ${count}: use a whole number from 1 to 1000000`);
    }
  }
  checkDuration('interval of the rate limit', rateLimit?.interval, owner);
  return rateLimit && resolveRateLimit(rateLimit);
}

export function checkNetworks(owner: Construct, networks: string[] = []): string[] {
  const wrong = networks.map(String).find((network) => !isNetwork(network));
  if (wrong !== undefined) {
    throw new Error(`trusted proxy ${JSON.stringify(wrong)} in ${at(owner)} is not a network: write it like '10.0.0.0/8'`);
  }
  return networks;
}

function isNetwork(network: string): boolean {
  const [, address, length = '0'] = /^([0-9A-Fa-f.:]+)(?:\/([0-9]{1,3}))?$/.exec(network) ?? [];
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address ?? '')]!;
  return Number(length) <= bits;
}

/** The path of a URL as it is without escapes. */
export function checkUrlPath(owner: Construct, what: string, path: string): string {
  if (!/^\/[A-Za-z0-9._~!&'()*+,;=:@/-]*$/.test(path) || /\/(\.{0,2})\/|\/\.{1,2}$/.test(path)) {
    throw new Error(`${what} ${JSON.stringify(path)} in ${at(owner)} is not the path of a URL: start it with '/' and use letters, digits, '.', '-' and '_'`);
  }
  return path;
}
