import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { CACHE_FOLDER } from './cache';
import { LISTEN_FILE, listenParameters, PID_FILE, SECRETS_FILE, SPELLINGS, toDirectives, toModule } from './config';
import { otherSpellingsConfig } from './forwarding';
import { NginxReverseProxyOptions } from './options';
import { NginxSpec, toSpec } from './spec';
import { scripts } from '../../core/objects/scripts';
import { runByScript, runScript } from '../../core/pod/script-container';
import { plainVariables } from '../../core/pod/variables';
import { wholeSeconds } from '../../core/values/quantities';
import { SharedVolume } from '../../primitives/shared-volume';
import { VolumeSource } from '../../primitives/volume-source';
import { logMounts } from '../../programs/access-log';
import { toNginxConfig } from '../../programs/nginx/words';
import { ReverseProxyContext, secretHeaders } from '../reverse-proxy-context';
import type { ReverseProxyPlan } from '../reverse-proxy-plan';

const CONFIG_FOLDER = '/etc/proxy';
const CONFIG = `${CONFIG_FOLDER}/nginx.conf`;

export function planNginx(options: NginxReverseProxyOptions, context: ReverseProxyContext): ReverseProxyPlan {
  const plan = planServer(options, context);
  const secrets = secretHeaders(context);
  const names = Object.keys(secrets);
  return names.length === 0 ? plan : runByScript({
    ...plan, env: { ...plan.env, ...secrets, ...plainVariables({ HEADER_VARIABLES: names.join(' '), HEADERS_FILE: SECRETS_FILE }) },
  }, scripts('proxy', 'secret-headers.sh'));
}

function planServer(options: NginxReverseProxyOptions, context: ReverseProxyContext): ReverseProxyPlan {
  const spec = toSpec(options, context);
  return {
    metrics: { none: 'nginx has no page that Prometheus reads: use ReverseProxyProgram.envoy(), or open stub_status by \'extraConfig\' for MetricsExporter.nginx()' },
    ...runScript(context.owner, {
      program: 'nginx',
      image: options.image,
      folder: CONFIG_FOLDER,
      scripts: scripts('proxy', 'serve-nginx.sh'),
      data: {
        'nginx.conf': toNginxConfig(toDirectives(context, spec)),
        [SPELLINGS]: otherSpellingsConfig(context, `${toModule(context)}_set_header`),
      },
    }),
    ...settings(context),
    writablePaths: ['/tmp'],
    volumeMounts: [
      ...logMounts(spec.accessLog),
      ...spec.cache ? [{ path: CACHE_FOLDER, volume: cacheVolume(context, spec.cache.size) }] : [],
      ...spec.staticFiles.map(({ folder, volume }) => ({ path: folder, volume: volume.volume, readOnly: true })),
    ],
    lifecycle: { preStop: kplus.Handler.fromCommand(stop(context)) },
  };
}

/** nginx reads certificates when it starts or is told to: a script tells it. It also finds out whether there is IPv6. */
function settings(context: ReverseProxyContext): Pick<ReverseProxyPlan, 'args' | 'env'> {
  const { tlsFolder, port } = context;
  const env = {
    NGINX_PID: PID_FILE,
    NGINX_INTERVAL: '5',
    LISTEN_FILE,
    LISTEN_IPV6: [`[::]:${port}`, ...listenParameters(context)].join(' '),
  };
  return {
    args: [CONFIG, ...tlsFolder ? [`${tlsFolder}/tls.crt`, `${tlsFolder}/tls.key`] : []],
    env: plainVariables(env),
  };
}

/** A native sidecar receives SIGTERM when the app has ended, too late to finish requests: it begins by itself. */
function stop({ stopDelay }: ReverseProxyContext): string[] {
  return ['sh', '-c', 'sleep "$1" && kill -s QUIT "$(cat "$2")"', 'stop', String(wholeSeconds(stopDelay)), PID_FILE];
}

/** nginx removes what is too much a little later. */
function cacheVolume({ owner, name }: ReverseProxyContext, size: NonNullable<NginxSpec['cache']>['size']): kplus.Volume {
  const sizeLimit = Size.mebibytes(Math.ceil(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }) * 1.5) + 10);
  return new SharedVolume(owner, 'Cache', { volumeName: `${name}-cache`, source: VolumeSource.emptyDir({ sizeLimit }) }).volume;
}
