import { Chart } from 'cdk8s';
import { Pod, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, Database, InitMigrations, InitStep, MigrationSource, MigrationTool, SharedVolume, WaitFor, WaitTarget } from '../../src';

/** An app behind three init steps: the database answers, the configuration is written, the migrations are applied. */
export class MultiInit extends Chart {
  constructor(scope: Construct) {
    super(scope, 'multi-init', { disableResourceNameHashes: true });

    const pod = new Pod(this, 'Pod', { metadata: { name: 'multi-init' } });
    const config = new SharedVolume(pod, 'Config');
    const database = Database.mariadb({
      host: 'mariadb',
      name: 'testdb',
      user: 'root',
      password: { secret: Secret.fromSecretName(this, 'MariadbRoot', 'mariadb-root'), key: 'password' },
    });

    new WaitFor(pod, 'CheckDb', { targets: [WaitTarget.tcp(database.endpoint)] });

    const fetchConfig = new InitStep(pod, 'FetchConfig', { image: 'busybox:1.36.1', command: ['sh', '-c', FETCH_CONFIG] });
    config.mountTo(fetchConfig.container, '/config');

    new InitMigrations(pod, 'RunMigrations', {
      tool: MigrationTool.mariadb(),
      source: MigrationSource.inline(MIGRATIONS, { configMapName: 'multi-init-migrations' }),
      database,
    });

    const app = new AppContainer(pod, 'App', { image: 'busybox:1.36.1', command: ['sh', '-c', SHOW_CONFIG] });
    config.mountTo(app.container, '/config', { readOnly: true });
  }
}

const FETCH_CONFIG = `printf 'app_version=1.0\\ndebug=true\\n' > /config/app.conf.part
mv /config/app.conf.part /config/app.conf
echo 'wrote /config/app.conf:'
cat /config/app.conf
`;

const SHOW_CONFIG = `cat /config/app.conf
trap exit TERM
while true; do sleep 3600 & wait $!; done
`;

const MIGRATIONS = {
  '001_create_settings.sql': `CREATE TABLE settings (
  name VARCHAR(100) PRIMARY KEY,
  value VARCHAR(255) NOT NULL
);
`,
  '002_insert_settings.sql': `INSERT INTO settings (name, value) VALUES ('greeting', 'hello');
`,
};
