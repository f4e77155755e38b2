import { toHostname as bareName } from '../../programs/envoy/cluster';
import { Section } from '../../programs/envoy/json';
import { LocalUpstream } from '../local-upstream';

/** What requests to an address have as their Host, as a client that asks it itself would send it. */
export function authorityOf({ options: { tls } }: LocalUpstream, { host, port }: { host: string; port: number }): string {
  const name = bareName(tls?.serverName ?? host);
  return port === (tls ? 443 : 80) ? name : `${name}:${port}`;
}

/** Where several addresses have each a certificate for its own name, that is the name without a port. */
export function toHostname(upstream: LocalUpstream, address: { host: string; port: number }): string {
  const { addresses, options: { tls } } = upstream;
  const severalNames = new Set(addresses.map(({ host }) => host)).size > 1;
  return tls && tls.serverName === undefined && severalNames ? bareName(address.host) : authorityOf(upstream, address);
}

/** One name for all addresses, or that of the address which is asked. */
export function toHostRewrite(upstream: LocalUpstream): Section {
  const names = new Set(upstream.addresses.map((address) => authorityOf(upstream, address)));
  return names.size > 1 ? { auto_host_rewrite: true } : { host_rewrite_literal: [...names][0] };
}
