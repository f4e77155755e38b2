import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { FromEnv, Section } from './values';
import { literal } from '../../core/pod/container-plan';
import { HeaderOptions } from '../../core/pod/header-options';
import { toHeaders } from '../../core/pod/headers';
import { certificateMount, keyPairMount } from '../../core/pod/secrets';
import { at } from '../../core/values/errors';
import { signalPath } from '../../core/values/server-url';

/** A server that takes OTLP. */
export interface Server extends HeaderOptions {
  /** As errors call it, such as `output 'otlp'`. */
  readonly what: string;
  readonly grpc: boolean;
  readonly url: string;
  /** Behind the address of HTTP. */
  readonly path?: string;
  readonly caCertificate?: kplus.SecretValue;
  readonly clientCertificate?: kplus.ISecret;
}

/** The container that sends to the server, and the number of the server in it. */
export interface ServerPlace {
  readonly owner: Construct;
  readonly name: string;
  readonly number: number;
}

/** What the server needs of the configuration and of the container. */
export interface ServerParts {
  readonly url: string;
  readonly id: string;
  readonly section: Section;
  readonly env: { [name: string]: kplus.EnvValue };
  readonly mounts: kplus.VolumeMount[];
}

/** Largest request, in bytes: servers take 4 MiB as a rule. What cannot be cut into such requests, one large span, is dropped. */
export const LARGEST_REQUEST = 4_000_000;

export const RETRY: Section = { enabled: true, initial_interval: '1s', max_interval: '10s', max_elapsed_time: '0s' };

/**
 * Who sends waits until a batch has arrived. The queue holds nothing: it cuts a batch of long lines into requests that
 * servers take.
 */
export const SYNCHRONOUS: Section = {
  retry_on_failure: RETRY,
  sending_queue: {
    enabled: true,
    wait_for_result: true,
    block_on_overflow: true,
    batch: { sizer: 'bytes', min_size: 0, max_size: LARGEST_REQUEST, flush_timeout: '1s' },
  },
};

export function toServer(place: ServerPlace, server: Server): ServerParts {
  const url = checkUrl(place.owner, server);
  const headers = toHeaders(place.owner, url, `OUTPUT_${place.number}_HEADER`, server, literal);
  const tls = toTls(place, server);
  return {
    url,
    id: `${server.grpc ? 'otlp_grpc' : 'otlp_http'}/${place.number}`,
    section: {
      endpoint: server.grpc ? url.replace(/^.*\//, '') : `${url}${server.path ?? ''}`,
      tls: server.grpc && isPlain(url) ? { insecure: true } : tls.section,
      headers: headers.length > 0 ? Object.fromEntries(headers.map(({ name, variable }) => [name, new FromEnv(variable)])) : undefined,
    },
    env: Object.fromEntries(headers.map(({ variable, value }) => [variable, value])),
    mounts: tls.mounts,
  };
}

/** The address without a slash at its end. */
function checkUrl(where: Construct, server: Server): string {
  const problem = problemOf(server);
  if (problem) {
    throw new Error(`url '${server.url}' of ${server.what} in ${at(where)} ${problem}`);
  }
  return server.url.replace(/\/+$/, '');
}

function problemOf({ grpc, url, caCertificate, clientCertificate }: Server): string | undefined {
  if (!/^https?:\/\/[^\s/]\S*$/.test(url) || !URL.canParse(url) || new URL(url).port === '0') {
    return 'is not an address of a server: write it like http://collector.monitoring:4318';
  }
  const { username, password, search, hash, pathname } = new URL(url);
  if (username || password) {
    return 'has credentials in it, which everybody could read in the ConfigMap: leave them out, and send a header from a Secret';
  }
  if (search || hash) {
    return 'has a query or fragment, which OTLP does not use: leave it out';
  }
  if (grpc && (pathname !== '/' || !/:[0-9]+\/?$/.test(url))) {
    return 'needs a port and no path: write it like http://collector.monitoring:4317';
  }
  const signal = !grpc && signalPath(url);
  if (signal) {
    return `ends in '${signal}', which is added for each kind of telemetry: leave that out`;
  }
  const certificate = caCertificate ? 'caCertificate' : clientCertificate && 'clientCertificate';
  return certificate && isPlain(url) ? `starts with http, which does not use '${certificate}': write https, or leave the certificate out` : undefined;
}

function isPlain(url: string): boolean {
  return url.startsWith('http:');
}

function toTls({ owner, name, number }: ServerPlace, { caCertificate, clientCertificate }: Server): {
  section?: Section;
  mounts: kplus.VolumeMount[];
} {
  const mounts: kplus.VolumeMount[] = [];
  const section: { [key: string]: string } = {};
  if (caCertificate) {
    const mount = certificateMount(owner, name, number, caCertificate, `/etc/otelcol-ca-${number}`);
    mounts.push(mount);
    section.ca_file = `${mount.path}/ca.crt`;
  }
  if (clientCertificate) {
    const mount = keyPairMount(owner, name, number, clientCertificate, `/etc/otelcol-tls-${number}`);
    mounts.push(mount);
    Object.assign(section, { cert_file: `${mount.path}/tls.crt`, key_file: `${mount.path}/tls.key`, reload_interval: '1h' });
  }
  return { section: mounts.length > 0 ? section : undefined, mounts };
}
