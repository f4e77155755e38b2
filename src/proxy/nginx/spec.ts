import { Duration, Size } from 'cdk8s';
import { NginxCacheOptions, NginxReverseProxyOptions, NginxStaticFiles } from './options';
import { withDefaults } from '../../core/values/defaults';
import { at } from '../../core/values/errors';
import { checkGiven } from '../../core/values/given';
import { checkDuration, checkSize } from '../../core/values/quantities';
import { SharedVolume } from '../../primitives/shared-volume';
import { AccessLog, AccessLogSpec, checkAccessLog } from '../../programs/access-log';
import { checkLines } from '../../programs/extra-config';
import { checkConnectTimeout } from '../../programs/nginx/connect-timeout';
import { rateOf } from '../../programs/nginx/rate';
import { nginxProblemOf } from '../../programs/nginx/words';
import { checkUrlPath, ReverseProxyContext } from '../reverse-proxy-context';
import { ReverseProxyProtocol } from '../reverse-proxy-options';

/** Options with their defaults, checked. */
export interface NginxSpec {
  readonly cache?: { readonly size: Size; readonly validFor?: Duration; readonly unusedFor: Duration } & Required<Pick<NginxCacheOptions, 'personalHeaders' | 'keyHeaders'>>;
  readonly compression?: { readonly types: string[]; readonly minSize: Size };
  readonly staticFiles: { readonly path: string; readonly folder: string; readonly volume: SharedVolume }[];
  readonly accessLog: AccessLogSpec;
  /** Lines of a user by the block that they are for. */
  readonly extra: { readonly [block: string]: string[] };
}

export const NGINX = { accessLog: AccessLog.stdout() };
export const CACHE = { size: Size.mebibytes(50), unusedFor: Duration.minutes(10) };
export const COMPRESSION = { minSize: Size.kibibytes(1) };

const TYPES = ['application/json', 'application/javascript', 'text/javascript', 'text/css', 'text/plain', 'text/xml', 'application/xml', 'image/svg+xml'];

export function toSpec(options: NginxReverseProxyOptions, context: ReverseProxyContext): NginxSpec {
  const { owner } = context;
  checkContext(context, options);
  const { accessLog } = withDefaults(options, NGINX);
  const cache = options.cache && withDefaults(options.cache, CACHE);
  const compression = options.compression && withDefaults(options.compression, COMPRESSION);
  return {
    cache: cache && {
      size: checkSize('cache size', cache.size, owner),
      validFor: checkDuration('validFor of the cache', cache.validFor, owner),
      unusedFor: checkDuration('unusedFor of the cache', cache.unusedFor, owner),
      personalHeaders: checkNames(owner, 'personalHeaders', cache.personalHeaders),
      keyHeaders: checkNames(owner, 'keyHeaders', cache.keyHeaders),
    },
    compression: compression && {
      types: checkTypes(context, compression.types ?? TYPES),
      minSize: checkSize('minSize of the compression', compression.minSize, owner),
    },
    staticFiles: checkStaticFiles(context, options.staticFiles ?? []),
    accessLog: toAccessLog(context, accessLog),
    extra: checkLines(owner, options.extraConfig, ['main', 'events', 'http', 'server']),
  };
}

/** A name of a file may be quoted, but not have a variable in it. */
function toAccessLog({ owner }: ReverseProxyContext, given: AccessLog): AccessLogSpec {
  const log = checkAccessLog(owner, given);
  if (log.kind === 'file' && nginxProblemOf(log.fileName)) {
    throw new Error(`file name '${log.fileName}' of the access log in ${at(owner)} ${nginxProblemOf(log.fileName)}`);
  }
  return log;
}

/** What variables of nginx can name. */
function checkNames(owner: ReverseProxyContext['owner'], what: string, names: string[] = []): string[] {
  const wrong = names.find((name) => !/^[A-Za-z0-9_-]+$/.test(name));
  if (wrong !== undefined) {
    throw new Error(`header ${JSON.stringify(wrong)} in ${what} of the cache in ${at(owner)} is not valid in nginx: use letters, digits, '-' and '_'`);
  }
  return names;
}

function checkContext(context: ReverseProxyContext, options: NginxReverseProxyOptions): void {
  const { owner, appProtocol, timeouts, requestHeaders, responseHeaders } = context;
  if (appProtocol === ReverseProxyProtocol.GRPC && (options.cache || options.compression || options.staticFiles?.length)) {
    throw new Error(`${at(owner)} is for gRPC, where nginx has no cache, compression and static files: leave them out`);
  }
  checkConnectTimeout(at(owner), timeouts.connect);
  if (context.rateLimit && !rateOf(context.rateLimit)) {
    throw new Error(`rateLimit in ${at(owner)} cannot be done by ReverseProxyProgram.nginx(), which counts whole requests in a second or a minute:`
      + ' change it, or use ReverseProxyProgram.envoy()');
  }
  checkText(owner, 'health path', context.healthPath);
  const long = requestHeaders.find(({ name }) => name.split(/[-_.]/).length > 6);
  if (long) {
    throw new Error(`request header '${long.name}' in ${at(owner)} has more than 5 of '-', '_' and '.', too many for nginx to remove all spellings that apps may`
      + ' treat as the same name: shorten it, or use ReverseProxyProgram.envoy()');
  }
  for (const { name, value } of [...requestHeaders, ...responseHeaders]) {
    checkText(owner, `name of header '${name}'`, name);
    if (value.kind === 'text') {
      checkText(owner, `value of header '${name}'`, value.text);
    }
    if (value.kind === 'variable' && value.variable === 'cacheStatus' && !options.cache) {
      throw new Error(`header '${name}' in ${at(owner)} should have the status of the cache, but there is no cache: set 'cache', or leave the header out`);
    }
  }
}

function checkText(owner: ReverseProxyContext['owner'], what: string, text: string): void {
  const problem = nginxProblemOf(text);
  if (problem) {
    throw new Error(`${what} in ${at(owner)} ${problem}`);
  }
}

/** nginx compresses text/html always, and warns where it is named. */
function checkTypes({ owner }: ReverseProxyContext, types: string[]): string[] {
  const wrong = types.map(String).find((type) => !/^[A-Za-z0-9.+-]+\/[A-Za-z0-9.+-]+$/.test(type));
  if (wrong !== undefined) {
    throw new Error(`media type '${wrong}' in ${at(owner)} is not valid: write it like 'application/json'`);
  }
  return [...new Set(types.map((type) => type.toLowerCase()))].filter((type) => type !== 'text/html');
}

function checkStaticFiles({ owner, healthPath }: ReverseProxyContext, files: NginxStaticFiles[]): NginxSpec['staticFiles'] {
  return files.map((file, index) => {
    checkGiven(`static files of ${at(owner)}`, file, 'path', 'volume');
    const { path, volume } = file;
    const folder = `/srv/static-${index + 1}`;
    const url = checkUrlPath(owner, 'path of static files', path).replace(/\/*$/, '/');
    checkText(owner, 'path of static files', url);
    if (url === '/') {
      throw new Error(`path '${path}' of static files in ${at(owner)} leaves nothing to the app: use a path below '/'`);
    }
    if (files.slice(0, index).some((other) => other.path.replace(/\/*$/, '/') === url) || healthPath === url) {
      throw new Error(`path '${path}' of static files in ${at(owner)} is already taken: use another one`);
    }
    return { path: url, folder, volume };
  });
}
