import { Chart, Size } from 'cdk8s';
import { Cpu, Deployment, Probe, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  AppContainer, Database, InitMigrations, MigrationSource, MigrationTool, SecurityBaseline, WaitFor, WaitTarget,
} from '../../src';

/** nginx that starts when the migrations of its database have been applied. */
export class WebappWithMigrations extends Chart {
  constructor(scope: Construct) {
    super(scope, 'webapp-with-migrations', { disableResourceNameHashes: true });

    const webapp = new Deployment(this, 'Webapp', {
      replicas: 1,
      metadata: { name: 'webapp-with-migrations' },
      podMetadata: { labels: { app: 'webapp' } },
    });
    const database = Database.mariadb({
      host: 'mariadb',
      name: 'testdb',
      user: 'root',
      password: { secret: Secret.fromSecretName(this, 'MariadbRoot', 'mariadb-root'), key: 'password' },
    });
    new WaitFor(webapp, 'WaitForDb', { targets: [WaitTarget.tcp(database.endpoint)] });
    new InitMigrations(webapp, 'RunMigrations', {
      tool: MigrationTool.mariadb(),
      source: MigrationSource.inline(MIGRATIONS, { configMapName: 'db-migrations', volumeName: 'migrations' }),
      database,
    });
    new AppContainer(webapp, 'Webapp', {
      image: 'nginx:1.29.4',
      ports: [{ number: 80 }],
      readiness: Probe.fromTcpSocket({ port: 80 }),
      writablePaths: ['/var/cache/nginx', '/run'],
      security: SecurityBaseline.restricted({ user: 101 }),
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
      },
    });
  }
}

const MIGRATIONS = {
  '001_create_tables.sql': `CREATE TABLE users (
  id INT AUTO_INCREMENT PRIMARY KEY,
  username VARCHAR(100) NOT NULL,
  email VARCHAR(255) NOT NULL
);
`,
  '002_add_indexes.sql': `CREATE INDEX idx_users_username ON users (username);
`,
};
