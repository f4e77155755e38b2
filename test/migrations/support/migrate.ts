import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Database, DatabaseOptions, InitMigrations, InitMigrationsProps, MigrationSource, MigrationTool } from '../../../src/index';
import { containerOf, newChart, newDeployment, podSpecOf } from '../../support/workloads';

const SQL = { '10_b.sql': 'SELECT 2;\n', '2_a.sql': 'SELECT 1;\n' };

/** Other properties, and what is other about the database. */
export interface Changes extends Partial<InitMigrationsProps> {
  readonly kind?: 'postgres' | 'mysql' | 'mariadb';
  readonly login?: DatabaseOptions;
}

/** Migrations in a workload. */
export function migrate(workload: kplus.AbstractPod, { kind = 'postgres', login, ...props }: Changes = {}, secretId = 'Secret'): InitMigrations {
  const secret = kplus.Secret.fromSecretName(Chart.of(workload), secretId, 'orders');
  return new InitMigrations(workload, 'Migrations', {
    tool: MigrationTool.psql(),
    source: MigrationSource.inline(SQL),
    database: Database[kind]({ host: 'postgres', name: 'orders', user: 'app', password: { secret, key: 'password' }, ...login }),
    ...props,
  });
}

/** Their container. */
export function rendered(props: Changes = {}): any {
  const chart = newChart();
  migrate(newDeployment(chart), props);
  return containerOf(podSpecOf(chart), 'migrations');
}

/** A tool of one's own. */
export const custom = (takesLock?: boolean) => MigrationTool.custom({ image: 'ghcr.io/acme/web:1.0.0', command: ['alembic', 'upgrade', 'head'], takesLock });
