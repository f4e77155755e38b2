import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, EnvFieldPaths, EnvValue, Probe, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  AccessLog, ConfigFile, Database, Microservice, MigrationSource, MigrationTool, ReverseProxyProgram, Scraping, SharedVolume, VolumeSource,
  WaitTarget, WorkloadKind,
} from '../../src';

/** A service with everything that it needs in production, each part of which does its own work. */
export class ProductionMicroservice extends Chart {
  constructor(scope: Construct) {
    super(scope, 'production-microservice', { disableResourceNameHashes: true });

    const config = new SharedVolume(this, 'Config', { source: VolumeSource.emptyDir({ sizeLimit: Size.mebibytes(16) }) });
    const logs = new SharedVolume(this, 'Logs', { source: VolumeSource.emptyDir({ sizeLimit: Size.gibibytes(1) }) });
    const database = Database.postgres({
      host: 'postgres',
      name: 'testdb',
      user: 'postgres',
      password: { secret: Secret.fromSecretName(this, 'PostgresRoot', 'postgres-root'), key: 'password' },
    });
    const labels = { app: 'prod-service', version: 'v1.0' };
    const { service } = new Microservice(this, 'Service', {
      workload: WorkloadKind.deployment({ replicas: 3, metadata: { name: 'production-microservice', labels }, podMetadata: { labels } }),
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=Production Microservice v1.0', '-listen=:8080'],
      env: {
        POD_NAME: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME),
        POD_NAMESPACE: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAMESPACE),
      },
      port: 8080,
      ports: [{ number: 8080, name: 'http' }],
      readiness: probe(Duration.seconds(5)),
      liveness: probe(Duration.seconds(10)),
      resources: {
        cpu: { request: Cpu.millis(250), limit: Cpu.millis(1000) },
        memory: { request: Size.mebibytes(256), limit: Size.mebibytes(512) },
      },
      waitFor: {
        containerName: 'wait-for-db',
        targets: [WaitTarget.tcp(database.endpoint), WaitTarget.tcp({ host: 'redis-service', port: 6379 }), WaitTarget.tcp({ host: 'rabbitmq', port: 5672 })],
      },
      migrations: {
        containerName: 'db-migrations',
        tool: MigrationTool.psql(),
        source: MigrationSource.inline(MIGRATIONS, { configMapName: 'production-migrations' }),
        database,
      },
      config: {
        containerName: 'config-loader',
        configMapName: 'config-loader-config',
        files: [ConfigFile.text('app.conf', 'environment=production\nlog_level=info\n')],
        volume: config,
      },
      logs: { containerName: 'log-shipper', logFiles: ['/var/log/app/*.log'], volume: logs, resources: SMALL },
      proxy: {
        containerName: 'metrics-exporter',
        configMapName: 'metrics-exporter-config',
        program: ReverseProxyProgram.envoy({ metrics: { port: 9090 }, accessLog: AccessLog.stdoutAndFile(logs) }),
        scraping: Scraping.annotations(),
        resources: SMALL,
      },
      agents: {
        SecurityAgent: {
          image: 'busybox:1.36.1',
          command: ['sh', '-c', LOOK_FOR_CHANGES],
          volumeMounts: [{ path: '/config', volume: config.volume, readOnly: true }],
          resources: {
            cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) },
            memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
          },
        },
      },
      service: { name: 'prod-service', port: 80, ports: [{ name: 'metrics', port: 9090, targetPort: 9090 }] },
      rollout: { disruptionBudget: { name: 'production-microservice' }, runbookName: 'production-microservice-runbook' },
    });
    service!.selectLabel('app', 'prod-service');
  }
}

function probe(period: Duration): Probe {
  return Probe.fromHttpGet('/', { port: 8080, initialDelaySeconds: period, periodSeconds: period });
}

const SMALL = {
  cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
  ephemeralStorage: { request: Size.mebibytes(100), limit: Size.mebibytes(300) },
};

const MIGRATIONS = {
  '001_create_orders.sql': `CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item text NOT NULL
);
`,
  '002_index_orders.sql': `CREATE INDEX orders_by_item ON orders (item);
`,
};

const LOOK_FOR_CHANGES = `trap exit TERM
sums() { find /config -type f -exec sha256sum {} + | sort; }
known=$(sums)
echo "$(date) watching the configuration:"
echo "$known"
while true; do
  sleep 30 & wait $!
  found=$(sums)
  if [ "$found" = "$known" ]; then
    echo "$(date) scanned: no file has changed"
  else
    echo "$(date) ALERT: files have changed:"
    echo "$found"
    known=$found
  fi
done
`;
