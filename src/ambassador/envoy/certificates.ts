import * as kplus from 'cdk8s-plus-28';
import { certificateMount, keyPairMount } from '../../core/pod/secrets';
import { at } from '../../core/values/errors';
import { isIpAddress } from '../../programs/envoy/cluster';
import { Tls, upstreamTls } from '../../programs/envoy/tls';
import { LocalUpstream } from '../local-upstream';
import { ProxyContext } from '../proxy-plan';

/** TLS to an upstream, with the Secrets mounted that it needs. */
export function toTls(context: ProxyContext, upstream: LocalUpstream): Tls & { mounts: kplus.VolumeMount[] } | undefined {
  const { name, options: { tls } } = upstream;
  if (!tls) {
    return undefined;
  }
  const number = context.upstreams.indexOf(upstream) + 1;
  const authorities = tls.caCertificate && certificateMount(context.owner, context.name, number, tls.caCertificate);
  const certificate = tls.clientCertificate && keyPairMount(context.owner, context.name, number, tls.clientCertificate);
  return {
    ...upstreamTls(name, { authorities: authorities?.path, certificate: certificate?.path }, nameToVerify(context, upstream)),
    mounts: [authorities, certificate].flatMap((one) => one ?? []),
  };
}

/** Without one, each of several addresses must have the name of its own. */
function nameToVerify({ owner }: ProxyContext, { name, addresses, options: { tls } }: LocalUpstream): string | undefined {
  const hosts = [...new Set(addresses.map(({ host }) => host.replace(/\.$/, '')))];
  const [address] = hosts.filter(isIpAddress);
  if (tls!.serverName === undefined && hosts.length > 1 && address !== undefined) {
    throw new Error(`upstream '${name}' of ${at(owner)} has the address ${address} among several, but certificates usually contain names:`
      + ' set \'serverName\' of its TLS, or use host names');
  }
  return tls!.serverName ?? (hosts.length === 1 ? hosts[0] : undefined);
}
