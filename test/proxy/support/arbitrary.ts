import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { HeaderValue, ReverseProxyProps } from '../../../src';

export const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
export const duration = fc.oneof(fc.integer({ min: 1, max: 70_000 }).map(Duration.millis), fc.integer({ min: 1, max: 60 }).map(Duration.seconds));
export const size = fc.oneof(fc.integer({ min: 1, max: 5000 }).map(Size.kibibytes), fc.integer({ min: 1, max: 4000 }).map(Size.mebibytes));
export const path = fc.stringMatching(/^(\/[A-Za-z0-9_~!&'()*+,;=:@-]{1,8}){1,3}$/);

/** What every reverse proxy takes; the values of headers are made of such pieces. */
export function commonProps(pieces: string[]): fc.Arbitrary<ReverseProxyProps> {
  const text = fc.string({ unit: fc.constantFrom(...pieces), minLength: 1 }).map((value) => value.trim()).filter((value) => value !== '');
  const name = fc.stringMatching(/^[A-Za-z0-9!#%&'*+.^_`|~-]{1,20}$/).map((value) => `X${value}`);
  const { clientAddress, host, scheme, requestId, appResponseTime, removed } = HeaderValue;
  const value = fc.oneof(text.map(HeaderValue.text), fc.constantFrom(clientAddress(), host(), scheme(), requestId(), appResponseTime(), removed()));
  const headers = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key.toLowerCase(), maxLength: 5 }).map(Object.fromEntries);
  const network = fc.oneof(fc.constantFrom('::1', 'fd00::/8', '10.0.0.0/8', '127.0.0.1'), fc.ipV4());
  return fc.record({
    requestHeaders: optional(headers),
    responseHeaders: optional(headers),
    trustedProxies: optional(fc.uniqueArray(network, { maxLength: 3 })),
    healthPath: optional(path),
    timeouts: optional(fc.record({ connect: duration, response: duration, client: optional(duration), idle: optional(duration) })
      .filter(({ connect, response }) => connect.toMilliseconds() <= response.toMilliseconds())),
    maxBodySize: optional(size),
    rateLimit: optional(fc.record({ requests: fc.integer({ min: 1, max: 1e6 }), burst: optional(fc.integer({ min: 1, max: 1e6 })) })),
  }, { requiredKeys: [] });
}
