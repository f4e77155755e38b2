import { isIPv4, isIPv6 } from 'net';
import { Construct } from 'constructs';
import { checkPolicies } from './check-policies';
import { ResolvedPolicies, resolvePolicies } from './resolved-policies';
import { Upstream, UpstreamKind } from './upstream';
import { RedisUpstreamOptions, UpstreamAddress } from './upstream-options';
import { refuseForeignEndpointLater } from '../core/pod/local-endpoints';
import { isLoopback } from '../core/pod/local-ports';
import { freePort, podOf } from '../core/pod/pod-editor';
import { checkNamespace, checkValue } from '../core/pod/secrets';
import { withDefaults } from '../core/values/defaults';
import { at, checkDnsLabel } from '../core/values/errors';
import { MadeOnce } from '../core/values/made-once';
import type { Database } from '../primitives/database';

/** An upstream that was checked and has its local port. */
export interface LocalUpstream {
  readonly kind: UpstreamKind;
  readonly name: string;
  readonly addresses: Required<UpstreamAddress>[];
  readonly localPort: number;
  /** As given. */
  readonly options: RedisUpstreamOptions;
  readonly policies: ResolvedPolicies;
  readonly database?: Database;
}

export const ADDRESS = { weight: 1 };
const PORTS: { [kind in UpstreamKind]?: number } = { postgres: 5432, mysql: 3306, redis: 6379 };

/** Gives each upstream its name, addresses and a port that is free in the pod. */
export function placeUpstreams(where: Construct, upstreams: Upstream[], healthPort?: number): LocalUpstream[] {
  if (upstreams.length === 0) {
    throw new Error(`upstreams of ${at(where)} are empty: name at least one`);
  }
  const given = [...upstreams.map((upstream) => upstream?._options?.localPort), healthPort].filter((port) => port !== undefined);
  const placed: LocalUpstream[] = [];
  for (const upstream of upstreams) {
    placed.push(place(where, upstream, placed, given));
  }
  return placed;
}

function place(where: Construct, upstream: Upstream, others: LocalUpstream[], given: number[]): LocalUpstream {
  if (!upstream?._kind) {
    throw new Error(`an upstream of ${at(where)} is not an Upstream: make it with Upstream.http() or another of its factories`);
  }
  const { _kind: kind, _options: options = {}, _database: database } = upstream;
  database?.endpoint._checkUser(where);
  const { name, addresses, policies } = checkedUpstreams.of([kind, options], () => checkUpstream(where, kind, options));
  checkName(where, name, others);
  addresses.forEach(({ host, port }) => refuseForeignEndpointLater(where, `upstream '${name}'`, host, port));
  checkTls(where, options);
  const localPort = toLocalPort(where, name, options.localPort, addresses, others, given);
  return { kind, name, addresses, options, policies, database, localPort };
}

type CheckedUpstream = Pick<LocalUpstream, 'name' | 'addresses' | 'policies'>;

/** Many workloads have the same upstream. */
const checkedUpstreams = new MadeOnce<CheckedUpstream>();

/** What does not depend on the pod; the construct is named in errors only. */
function checkUpstream(where: Construct, kind: UpstreamKind, options: RedisUpstreamOptions): CheckedUpstream {
  const addresses = toAddresses(where, kind, options);
  const name = checkDnsLabel('upstream name', options.name ?? nameOf(addresses[0].host, kind), where, 'set \'name\' of the upstream');
  checkPolicies(where, kind, name, options);
  return { name, addresses, policies: resolvePolicies(kind, options) };
}

function toAddresses(where: Construct, kind: UpstreamKind, options: RedisUpstreamOptions): Required<UpstreamAddress>[] {
  const { host, addresses, port = PORTS[kind] ?? (kind === 'http' ? (options.tls ? 443 : 80) : undefined) } = options;
  if (host !== undefined && addresses) {
    throw new Error(`upstream '${host}' of ${at(where)} has both 'host' and 'addresses': leave one of them out`);
  }
  const all = addresses ?? (host === undefined ? [] : [{ host }]);
  if (all.length === 0) {
    throw new Error(`upstream of kind '${kind}' of ${at(where)} has no host: name 'host', or several 'addresses'`);
  }
  return all.map((address) => {
    const full = { port, ...withDefaults(address, ADDRESS) };
    checkHost(where, full.host);
    checkPort(where, `upstream '${full.host}'`, full.port);
    checkWeight(where, full.host, full.weight);
    return full as Required<UpstreamAddress>;
  });
}

const NAME = /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?$/;

/** An IPv4 or IPv6 address, or a DNS name. */
function isHost(host: string): boolean {
  return isIPv4(host) || (host.includes(':') && isIPv6(host.replace(/^\[(.*)\]$/, '$1')) && !host.includes('%')) || (NAME.test(host) && host.length <= 253 && !/^\d+(\.\d+){3}$/.test(host));
}

export function checkHost(where: Construct, host: string): string {
  if (typeof host !== 'string' || !isHost(host)) {
    throw new Error(`host ${JSON.stringify(host)} of an upstream of ${at(where)} is not a host: use a host name or an address, without blanks`);
  }
  return host;
}

function checkPort(where: Construct, what: string, port?: number): number {
  if (port === undefined || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`port ${port} of ${what} of ${at(where)} is not a port: use a whole number from 1 to 65535`);
  }
  return port;
}

function checkWeight(where: Construct, host: string, weight: number): void {
  if (!Number.isInteger(weight) || weight < 1 || weight > 128) {
    throw new Error(`weight ${weight} of address '${host}' of ${at(where)} is not valid: use a whole number from 1 to 128, or leave the address out`);
  }
}

function nameOf(host: string, kind: UpstreamKind): string {
  const label = host.split('.')[0].toLowerCase();
  return /^[a-z][a-z0-9-]*$/.test(label) ? label : kind;
}

function checkName(where: Construct, name: string, others: LocalUpstream[]): void {
  if (others.some((other) => other.name === name)) {
    throw new Error(`two upstreams of ${at(where)} are called '${name}': give one of them another 'name'`);
  }
}

function toLocalPort(
  where: Construct, name: string, wanted: number | undefined, addresses: Required<UpstreamAddress>[], others: LocalUpstream[],
  given: number[],
): number {
  const taken = others.map(({ localPort }) => localPort);
  const inPod = addresses.filter(({ host }) => isLoopback(host)).map(({ port }) => port);
  const [{ port: first }] = addresses;
  if (wanted === undefined) {
    return freePort(podOf(where), first < 1024 ? 8000 + first : first, [...taken, ...inPod, ...given]);
  }
  if (inPod.includes(wanted)) {
    throw new Error(`upstream '${name}' of ${at(where)} would connect to itself, at port ${wanted}: set 'localPort' to another one`);
  }
  checkPort(where, `local end of upstream '${name}'`, wanted);
  if (taken.includes(wanted)) {
    throw new Error(`local port ${wanted} of upstream '${name}' of ${at(where)} is already taken by another of its upstreams: give one of them another`);
  }
  return wanted;
}

function checkTls(where: Construct, { tls, userSecret, password }: RedisUpstreamOptions): void {
  if (tls?.serverName !== undefined) {
    checkHost(where, tls.serverName);
  }
  [tls?.caCertificate, userSecret, password].filter((value) => value !== undefined).forEach((value) => checkValue(where, value));
  if (tls?.clientCertificate !== undefined) {
    checkNamespace(where, tls.clientCertificate);
  }
}
