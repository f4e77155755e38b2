// The app of the README with four patterns.
const kplus = require('cdk8s-plus-28');
const {
  AmbassadorProxy, Database, InitMigrations, MetricsAdapter, MetricsExporter, MigrationSource, MigrationTool, Scraping, SidecarLoggedApp, Upstream,
} = require('../lib');

exports.addWorkload = (chart, name) => {
  const web = new SidecarLoggedApp(chart, name, { image: 'ghcr.io/acme/web:1.4.2', port: 8080, logFiles: ['/var/log/app/*.log'] });
  const database = new AmbassadorProxy(web.workload, 'Database', { upstreams: [Upstream.postgres({ host: 'orders.postgres.svc' })] });
  database.endpoint.provideTo(web.container, { host: 'PGHOST', port: 'PGPORT' });
  new InitMigrations(web.workload, 'Migrations', {
    tool: MigrationTool.psql(),
    source: MigrationSource.inline({ '001_create_orders.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY);' }),
    database: Database.postgres({
      endpoint: database.endpoint,
      name: 'orders',
      user: 'app',
      password: { secret: kplus.Secret.fromSecretName(chart, `${name}-Orders`, 'orders-database'), key: 'password' },
    }),
  });
  new MetricsAdapter(web.workload, 'Metrics', { exporter: MetricsExporter.statsd(), scraping: Scraping.annotations() });
};
