import { Construct } from 'constructs';
import { LocalUpstream } from './local-upstream';
import { at } from '../core/values/errors';

/** A host in the form that proxies take which leave search domains out. */
export interface CompleteName {
  /** The address, or the name without the dot at its end. */
  readonly host: string;
  /** What the pod adds to it when it starts. */
  readonly domain?: 'namespace' | 'cluster';
}

/** For proxies that leave search domains out: `orders.shop` would be a Service of another namespace by them, or a name of the world. */
export function checkComplete(owner: Construct, proxy: string, { name, addresses }: LocalUpstream): void {
  const unclear = addresses.find(({ host }) => /^[^.:]+\.(?!svc$)[^.:]+$/.test(host));
  if (unclear) {
    const { host } = unclear;
    throw new Error(`host '${host}' of upstream '${name}' of ${at(owner)} may be a Service in another namespace or a name outside the cluster, which ${proxy}`
      + ` cannot tell apart: write '${host}.svc' for the Service, or '${host}.' for the name`);
  }
}

/** `orders` is a Service of the pod's namespace, `orders.shop.svc` one of the cluster; everything else is complete. */
export function completeName(given: string): CompleteName {
  const host = given.replace(/\.$/, '');
  if (given.includes(':')) {
    return { host: `[${given.replace(/[[\]]/g, '')}]` };
  }
  if (/^localhost$/i.test(host)) {
    return { host: '127.0.0.1' };
  }
  if (!given.includes('.')) {
    return { host, domain: 'namespace' };
  }
  return { host, domain: given.endsWith('.svc') ? 'cluster' : undefined };
}
