import { Chart, Size } from 'cdk8s';
import { Cpu, Deployment, EnvValue, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AccessLog, AmbassadorProgram, AmbassadorProxy, AppContainer, Upstream } from '../../src';

/** A client that talks to a MariaDB elsewhere as if it ran in the same pod. */
export class AppWithDbAmbassador extends Chart {
  constructor(scope: Construct, databaseHost = 'mariadb.default.svc.cluster.local') {
    super(scope, 'app-with-db-ambassador', { disableResourceNameHashes: true });

    const deployment = new Deployment(this, 'Deployment', {
      replicas: 2,
      metadata: { name: 'app-with-db-ambassador' },
      podMetadata: { labels: { app: 'db-ambassador-demo' } },
    });
    const password = { secret: Secret.fromSecretName(this, 'MariadbRoot', 'mariadb-root'), key: 'password' };
    const app = new AppContainer(deployment, 'App', {
      image: 'mariadb:10.11.14',
      command: ['sh', '-c'],
      args: [CLIENT],
      env: { MYSQL_PWD: EnvValue.fromSecretValue(password) },
    });
    const database = new AmbassadorProxy(deployment, 'DbAmbassador', {
      upstreams: [Upstream.mysql({ host: databaseHost, circuitBreaker: { maxConnections: 20 } })],
      program: AmbassadorProgram.envoy({ accessLog: AccessLog.stdout() }),
      configMapName: 'db-proxy-config',
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
      },
    });
    database.endpoint.provideTo(app.container, { host: 'DB_HOST', port: 'DB_PORT' });
  }
}

const CLIENT = `trap exit TERM
while true; do
  echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $(mariadb -h "$DB_HOST" -P "$DB_PORT" -u root -N -e 'SELECT CONCAT("connected to ", VERSION())' 2>&1)"
  sleep 5 & wait $!
done
`;
