import { passwordInArguments as rule } from '../../../src/lint/rules/password-in-arguments';
import { messagesOf } from '../support/findings';

const pod = (...args: string[]) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', args }] } });

test.each([
  'mysql -h db -u root -prootpassword testdb < /migrations/001.sql', '--password=hunter2', '--db-password hunter2', '--requirepass-token=abc', 'PGPASSWORD=hunter2 psql -h db',
  'postgres://app:hunter2@db:5432/shop',
])('%s is found', (word) => {
  expect(messagesOf(rule, pod(word))).toEqual(["spec.containers.0.args.0: a password or token is written in the command line of container 'a'"]);
});

test.each([
  '--password=$(DB_PASSWORD)', '--password="$DB_PASSWORD"', 'mysql -p"$MYSQL_PWD" -h db', 'mysql -h db -P 3306', '--token-file=/run/token', '--password-file /run/db', '--mysql-native-password=ON',
  'mkdir -p /data', 'mysqladmin ping -h db --port=3306', '--service-account-token-path=/x', 'http://db:5432/', '--set-token --verbose', '--initial-cluster-token=etcd-cluster', 'cp -pr /a /b',
])('%s is left alone', (word) => {
  expect(messagesOf(rule, pod(word))).toEqual([]);
});
