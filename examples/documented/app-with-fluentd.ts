import { Chart, Size } from 'cdk8s';
import { ConfigMap, Cpu, Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { LogShipper, SecurityBaseline, SidecarLoggedApp, VolumeSource, WorkloadKind } from '../../src';

/** nginx with a configuration of its own, and Fluentd that reads its log files. */
export class AppWithFluentd extends Chart {
  constructor(scope: Construct) {
    super(scope, 'app-with-fluentd', { disableResourceNameHashes: true });

    const nginx = new ConfigMap(this, 'Nginx', { metadata: { name: 'nginx-file-logs' }, data: { 'nginx.conf': NGINX_CONF } });
    new SidecarLoggedApp(this, 'App', {
      workload: WorkloadKind.deployment({
        replicas: 1,
        metadata: { name: 'app-with-fluentd' },
        podMetadata: { labels: { app: 'fluentd-demo' } },
      }),
      containerName: 'web-app',
      image: 'nginx:1.29.4',
      port: 80,
      writablePaths: ['/var/cache/nginx', '/run'],
      security: SecurityBaseline.restricted({ user: 101 }),
      volumeMounts: [{
        path: '/etc/nginx/nginx.conf',
        subPath: 'nginx.conf',
        volume: Volume.fromConfigMap(this, 'NginxVolume', nginx, { name: 'nginx-file-logs' }),
      }],
      logFiles: ['/var/log/nginx/*.log'],
      logVolume: { source: VolumeSource.emptyDir({ sizeLimit: Size.mebibytes(200) }) },
      shipper: LogShipper.fluentd({
        tag: 'app.logs',
        extraConfig: { 'filter app.logs': ['@type record_transformer', '<record>', '  hostname "#{Socket.gethostname}"', '  tag \'${tag}\'', '</record>'] },
      }),
      logSidecar: {
        containerName: 'fluentd',
        configMapName: 'fluentd-config',
        resources: {
          cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
          memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
          ephemeralStorage: { request: Size.mebibytes(100), limit: Size.mebibytes(300) },
        },
      },
    });
  }
}

const NGINX_CONF = `worker_processes 1;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;

events {
  worker_connections 1024;
}

http {
  log_format main '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';
  access_log /var/log/nginx/access.log main;

  server {
    listen 80;
    location / {
      default_type text/plain;
      return 200 "ok\\n";
    }
  }
}
`;
