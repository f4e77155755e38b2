import * as kplus from 'cdk8s-plus-28';
import { isIpAddress } from '../../private/envoy/cluster';
import { Tls, upstreamTls } from '../../private/envoy/tls';
import { at } from '../../private/errors';
import { LocalUpstream } from '../local-upstream';
import { ProxyContext } from '../proxy-plan';

/** TLS to an upstream, with the Secrets mounted that it needs. */
export function toTls(context: ProxyContext, upstream: LocalUpstream, configFolder: string): Tls & { mounts: kplus.VolumeMount[] } | undefined {
  const { name, options: { tls } } = upstream;
  if (!tls) {
    return undefined;
  }
  const authorities = tls.caCertificate && mount(context, `${name}-ca`, tls.caCertificate.secret, { [tls.caCertificate.key]: { path: 'ca.crt' } });
  const certificate = tls.clientCertificate && mount(context, `${name}-tls`, tls.clientCertificate);
  const certificates = { configFolder, authorities: authorities?.path, certificate: certificate?.path };
  return { ...upstreamTls(name, certificates, nameToVerify(context, upstream)), mounts: [authorities, certificate].flatMap((one) => one ?? []) };
}

/** Without one, each of several addresses must have the name of its own. */
function nameToVerify({ owner }: ProxyContext, { name, addresses, options: { tls } }: LocalUpstream): string | undefined {
  const hosts = [...new Set(addresses.map(({ host }) => host.replace(/\.$/, '')))];
  const [address] = hosts.filter(isIpAddress);
  if (tls!.serverName === undefined && hosts.length > 1 && address !== undefined) {
    throw new Error(`upstream '${name}' of ${at(owner)} has the address ${address} among several, whose certificates have names:`
      + ' set \'serverName\' of its TLS, or use host names');
  }
  return tls!.serverName ?? (hosts.length === 1 ? hosts[0] : undefined);
}

function mount({ owner, name }: ProxyContext, what: string, secret: kplus.ISecret, items?: { [key: string]: kplus.PathMapping }): kplus.VolumeMount {
  const volume = kplus.Volume.fromSecret(owner, `Volume-${what}`, secret, { name: `${name}-${what}`, items });
  return { path: `/certificates/${what}`, volume, readOnly: true };
}
