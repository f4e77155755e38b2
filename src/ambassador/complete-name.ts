/** A host in the form that proxies take which leave search domains out. */
export interface CompleteName {
  /** The address, or the name without the dot at its end. */
  readonly host: string;
  /** What the pod adds to it when it starts. */
  readonly domain?: 'namespace' | 'cluster';
}

/** `orders` is a Service of the pod's namespace, `orders.shop.svc` one of the cluster; everything else is complete. */
export function completeName(given: string): CompleteName {
  const host = given.replace(/\.$/, '');
  if (given.includes(':')) {
    return { host: `[${given.replace(/[[\]]/g, '')}]` };
  }
  if (!given.includes('.')) {
    return { host, domain: 'namespace' };
  }
  return { host, domain: given.endsWith('.svc') ? 'cluster' : undefined };
}
