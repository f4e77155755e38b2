import { isIpAddress } from './cluster';
import { ENVOY_CONFIG, Section, toJson, typed } from './json';

/** The certificates that the image trusts: Debian's and distroless' place. */
export const SYSTEM_AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** Where the files of secrets are, which Envoy reads again when they change. */
export interface Certificates {
  /** Folder with the mounted authorities in `ca.crt`; without it those of the image are trusted. */
  readonly authorities?: string;
  /** Folder with the mounted `tls.crt` and `tls.key`. */
  readonly certificate?: string;
}

/** A configuration of TLS, and the files beside the main configuration that it refers to. */
export interface Tls {
  readonly transportSocket: Section;
  readonly files: { [name: string]: string };
}

/** TLS to a server that has one of these names; without a name it must have that of its address. */
export function upstreamTls(name: string, certificates: Certificates, serverName?: string): Tls {
  const names = serverName === undefined
    ? { auto_host_sni: true, auto_sni_san_validation: true }
    : isIpAddress(serverName) ? {} : { sni: serverName };
  return toTls(name, 'UpstreamTlsContext', certificates, names, serverName === undefined ? [] : [serverName]);
}

/** TLS for clients, which need a certificate of the authorities where these are named. The first protocol that a client has too is spoken. */
export function downstreamTls(name: string, certificates: Certificates & { readonly certificate: string }, protocols: string[]): Tls {
  return toTls(name, 'DownstreamTlsContext', certificates, { require_client_certificate: certificates.authorities !== undefined }, [], protocols);
}

function toTls(name: string, context: string, certificates: Certificates, options: Section, names: string[], protocols?: string[]): Tls {
  const { authorities, certificate } = certificates;
  const sds = (resource: string): Section => ({
    name: resource,
    sds_config: { path_config_source: { path: `${ENVOY_CONFIG}/${resource}.json` }, resource_api_version: 'V3' },
  });
  const trusted = context === 'DownstreamTlsContext' && !authorities ? undefined : `${name}-authorities`;
  return {
    transportSocket: {
      name: 'envoy.transport_sockets.tls',
      typed_config: typed(`${TLS}.${context}`, {
        common_tls_context: {
          tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
          alpn_protocols: protocols,
          tls_certificate_sds_secret_configs: certificate === undefined ? undefined : [sds(`${name}-certificate`)],
          combined_validation_context: trusted && {
            default_validation_context: names.length > 0 ? { match_typed_subject_alt_names: names.map(toSubjectName) } : {},
            validation_context_sds_secret_config: sds(trusted),
          },
        },
        ...options,
      }),
    },
    files: {
      ...trusted && secret(trusted, { validation_context: trustedAuthorities(authorities) }),
      ...certificate && secret(`${name}-certificate`, { tls_certificate: keyPair(certificate) }),
    },
  };
}

function toSubjectName(name: string): Section {
  return { san_type: isIpAddress(name) ? 'IP_ADDRESS' : 'DNS', matcher: { exact: name.replace(/^\[|\]$/g, '') } };
}

function trustedAuthorities(folder?: string): Section {
  return folder === undefined
    ? { trusted_ca: { filename: SYSTEM_AUTHORITIES } }
    : { trusted_ca: { filename: `${folder}/ca.crt` }, watched_directory: { path: folder } };
}

function keyPair(folder: string): Section {
  return {
    certificate_chain: { filename: `${folder}/tls.crt` },
    private_key: { filename: `${folder}/tls.key` },
    watched_directory: { path: folder },
  };
}

/** Envoy only reads a secret again if it is in a separate file and the watched folder changes. */
function secret(name: string, value: Section): { [file: string]: string } {
  return { [`${name}.json`]: toJson({ resources: [typed(`${TLS}.Secret`, { name, ...value })] }) };
}

const TLS = 'envoy.extensions.transport_sockets.tls.v3';
