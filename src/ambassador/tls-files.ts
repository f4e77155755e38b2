import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { completeName } from './complete-name';
import { LocalUpstream } from './local-upstream';
import { ProxyContext } from './proxy-plan';
import { UpstreamTls } from './upstream-options';
import { certificateMount } from '../core/pod/secrets';
import { at } from '../core/values/errors';
import { isIpAddress } from '../programs/envoy/cluster';

/** Where a proxy finds what an upstream's TLS needs. */
export interface TlsFiles {
  /** Certificates of the authorities that are trusted. */
  readonly ca?: string;
  /** What the ambassador shows. The key has the name of the certificate with `.key` behind it, which HAProxy wants. */
  readonly certificate?: { readonly certificate: string; readonly key: string };
  readonly mounts: kplus.VolumeMount[];
}

/** Mounts the Secrets of an upstream, the number of which keeps its paths apart from those of the others. */
export function mountTls({ owner, name }: ProxyContext, { options: { tls } }: LocalUpstream, number: number): TlsFiles {
  const ca = tls?.caCertificate && certificateMount(owner, name, number, tls.caCertificate);
  const path = `/certificate/${number}`;
  const certificate = tls?.clientCertificate && {
    path,
    readOnly: true,
    volume: kplus.Volume.fromSecret(owner, `Certificate${number}Volume`, tls.clientCertificate, {
      name: `${name}-certificate-${number}`,
      items: { 'tls.crt': { path: 'tls.crt' }, 'tls.key': { path: 'tls.crt.key' } },
    }),
  };
  return {
    ca: ca && `${ca.path}/ca.crt`,
    certificate: certificate && { certificate: `${path}/tls.crt`, key: `${path}/tls.crt.key` },
    mounts: [ca, certificate].filter((mount) => mount !== undefined) as kplus.VolumeMount[],
  };
}

/** For proxies that compare the names of a certificate only, not its addresses. */
export function checkServerName(owner: Construct, { name, addresses, options: { tls } }: LocalUpstream): void {
  const address = tls?.serverName === undefined ? addresses.find(({ host }) => isIpAddress(host)) : undefined;
  if (tls && address) {
    throw new Error(`tls of upstream '${name}' of ${at(owner)} has no name to verify for the address ${address.host}: set 'serverName'`);
  }
}

/** For proxies that verify one name for all addresses. */
export function checkOneName(owner: Construct, { name, addresses, options: { tls } }: LocalUpstream): void {
  const hosts = new Set(addresses.map(({ host }) => host));
  if (tls && tls.serverName === undefined && hosts.size > 1) {
    throw new Error(`tls of upstream '${name}' of ${at(owner)} has ${hosts.size} hosts, but AmbassadorProgram.nginx() verifies only one name:`
      + ' set \'serverName\', or use AmbassadorProgram.envoy() or AmbassadorProgram.haproxy()');
  }
}

/** The name that the certificate of a server must have. */
export function serverName(tls: UpstreamTls, host: string): string {
  return (tls.serverName ?? host).replace(/\.$/, '');
}

/** What requests have as their Host: the upstream, and not 127.0.0.1. */
export function hostHeader({ addresses, options: { tls } }: LocalUpstream): string {
  const { host, port } = addresses[0];
  const name = tls ? serverName(tls, host) : completeName(host).host;
  return port === (tls ? 443 : 80) ? name : `${name}:${port}`;
}
