import * as kplus from 'cdk8s-plus-28';
import { secretParameter } from './checks';

/** A URL for programs that do not encode what no URL can have. */
export function checkEncodedUrl(what: string, url: string): string {
  return checkUrl(what, url).replace(/[^\x00-\x7f]+/g, encodeURIComponent);
}

/** A URL that curl is given: everybody can read it in the manifest. */
export function checkUrl(what: string, url: string, caCertificate?: kplus.SecretValue): string {
  const parsed = /^https?:\/\/[^\s\x00-\x1f\x7f]+$/.test(url) && URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || parsed.port === '0') {
    throw new Error(`url ${JSON.stringify(url)} of ${what} is not valid: start it with http:// or https:// and write it without blanks`);
  }
  if (parsed.username || parsed.password) {
    throw new Error(`url of host '${parsed.host}' of ${what} has credentials in it, which everybody could read in the manifest: leave them out`);
  }
  const secret = secretParameter(parsed);
  if (secret) {
    throw new Error(`url of host '${parsed.host}' of ${what} has '${secret}' in its query, which everybody could read in the manifest: leave it out`);
  }
  if (caCertificate && parsed.protocol === 'http:') {
    throw new Error(`url '${url}' of ${what} starts with http, which does not use 'caCertificate': write https, or leave the certificate out`);
  }
  return url;
}
