import { passwordInArguments as rule } from '../../../src/lint/rules/password-in-arguments';
import { messagesOf } from '../support/findings';

const pod = (...args: string[]) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', args }] } });

test.each([
  'mysql -h db -u root -prootpassword testdb < /migrations/001.sql', '--password=hunter2', '--db-password hunter2', '--requirepass-token=abc', 'PGPASSWORD=hunter2 psql -h db',
  'postgres://app:hunter2@db:5432/shop', '--api-token=abcdefgh', '--auth-token=hunter2',
])('%s is found', (word) => {
  expect(messagesOf(rule, pod(word))).toEqual(["spec.containers.0.args.0: a password or token is written in the command line of container 'a'"]);
});

const shell = (script: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command: ['sh', '-c', script] }] } });

test.each([
  'set -e\nmysql -h db -u root -phunter2 shop < /001.sql', 'PGPASSWORD=hunter2 psql', 'exec env PGPASSWORD=hunter2 psql', 'export PGPASSWORD=hunter2; psql', 'login() { redis-cli -a "hunter2" ping; }; login',
  'curl -fsS -u admin:hunter2 http://db', 'curl --user=admin:hunter2 http://db', 'curl -H "Authorization: Bearer abcdefgh" http://db', 'sshpass -phunter2 ssh db', 'sshpass -p hunter2 ssh db',
  "sh -c 'app --api-key hunter2'", 'app --url="postgres://app:hunter2@db:5432/shop"', 'cat > /etc/app <<EOF\nurl: postgres://app:hunter2@db:5432/shop\nEOF', 'app --secret-key=hunter2 | tee /log',
])('in a shell, %j is found', (script) => {
  expect(messagesOf(rule, shell(script))).toHaveLength(1);
});

test.each([
  '# app --password=hunter2\napp', 'echo "usage: app --password=hunter2"', 'cat <<EOF\nuse --password=hunter2\nEOF\napp', 'app --password "$PASSWORD" --token=$(cat /run/token)', 'app --password "${PASSWORD:?is missing}"',
  'mysql -h db; mkdir -p/data', 'curl -u "$USER:$PASSWORD" http://db', 'curl -u admin http://db', 'PGPASSWORD=$(cat /run/db) psql', 'redis-cli -a "$AUTH" ping', 'sshpass -p "$PASSWORD" ssh db', 'sshpass -f /run/db ssh db', 'app --password\nsleep 5',
])('in a shell, %j is left alone', (script) => {
  expect(messagesOf(rule, shell(script))).toEqual([]);
});

test('words behind a script are found', () => {
  expect(messagesOf(rule, JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command: ['sh', '-c', 'exec app "$@"', '--'], args: ['--password', 'hunter2'] }] } }))).toHaveLength(1);
});

test.each([
  '--password=$(DB_PASSWORD)', '--password="$DB_PASSWORD"', 'mysql -p"$MYSQL_PWD" -h db', 'mysql -h db -P 3306', '--token-file=/run/token', '--password-file /run/db', '--mysql-native-password=ON',
  'mkdir -p /data', 'mysqladmin ping -h db --port=3306', '--service-account-token-path=/x', 'http://db:5432/', '--set-token --verbose', '--initial-cluster-token=etcd-cluster', '--auth-token=simple', '--auth-token=jwt,sign-method=RS256,ttl=10m', 'cp -pr /a /b',
])('%s is left alone', (word) => {
  expect(messagesOf(rule, pod(word))).toEqual([]);
});

test('a word of half a million words is read, where time by the square of them would be minutes', () => {
  expect(messagesOf(rule, pod('a '.repeat(500_000)))).toEqual([]);
});
