import { Size, SizeRoundingBehavior } from 'cdk8s';
import { expression, map, toldByProxies, toVariable, VARIABLES } from './forwarding';
import { NginxSpec } from './spec';
import { wholeSeconds } from '../../core/values/quantities';
import { directive, NginxDirective } from '../../programs/nginx/words';
import { ReverseProxyContext } from '../reverse-proxy-context';

export const CACHE_FOLDER = '/var/cache/nginx';

/** Who says who he is may get a response of his own, and so may who has the request taken for another one. */
const PERSONAL = [
  'Authorization', 'Proxy-Authorization', 'Cookie', 'Api-Key', 'ApiKey', 'X-Api-Key', 'X-Auth-Token', 'X-Access-Token', 'X-Amz-Security-Token', 'X-Session-Token',
  'X-Csrf-Token', 'X-Xsrf-Token', 'X-User', 'X-User-Id', 'X-Tenant', 'X-Tenant-Id',
  'X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override', 'X-Original-URL', 'X-Rewrite-URL', 'X-Original-Host', 'X-Host',
];

/** What many apps choose a response by and do not always say so in `Vary`. */
const KEY = ['Accept', 'Accept-Encoding', 'Accept-Language', 'Origin', 'X-Requested-With'];

/** What a cache needs beside the location. */
export function cache({ cache: options }: NginxSpec): NginxDirective[] {
  return options ? [
    directive('proxy_cache_path', [
      CACHE_FOLDER, 'keys_zone=app:1m', `max_size=${bytes(options.size)}`, `inactive=${wholeSeconds(options.unusedFor)}s`, 'levels=1:2', 'use_temp_path=off',
    ]),
    map([...PERSONAL, ...options.personalHeaders].map(toHeader).concat('$upgrade').join(''), '$personal', ['default', 1], ['""', 0]),
  ] : [];
}

/** nginx itself keeps no response with `Set-Cookie`, and tells responses apart by what their `Vary` names. */
export function cached(context: ReverseProxyContext, { cache: options }: NginxSpec): NginxDirective[] {
  const headers = options ? [...toldByProxies(context), ...[...KEY, ...options.keyHeaders].map(toHeader)] : [];
  return options ? [
    directive('proxy_cache', 'app'),
    // No header has a newline in it, so that one value cannot be taken for two.
    directive('proxy_cache_key', expression([`${VARIABLES.scheme(context)}://$asked_host$request_uri`, ...headers].join('\n'))),
    directive('proxy_cache_lock', 'on'),
    directive('proxy_cache_bypass', expression('$personal')),
    directive('proxy_no_cache', expression('$personal')),
    ...options.validFor ? [directive('proxy_cache_valid', [200, 301, 302, `${wholeSeconds(options.validFor)}s`])] : [],
  ] : [];
}

const toHeader = (name: string) => `$http_${toVariable(name)}`;

export const bytes = (size: Size) => Math.ceil(size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * 1024);
