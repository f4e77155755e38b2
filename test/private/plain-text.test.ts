import * as kplus from 'cdk8s-plus-28';
import { checkPlainText, checkWords } from '../../src/private/plain-text';
import { newChart } from '../support/workloads';

const where = newChart();
const plain = (name: string, value: string) => () => checkPlainText(where, { [name]: kplus.EnvValue.fromValue(value) });

test.each([
  'PASSWORD', 'PGPASSWORD', 'MYSQL_PWD', 'dbPassword', 'REDISCLI_AUTH', 'JWT_SECRET', 'AUTH_TOKEN', 'API_KEY', 'AWS_SECRET_ACCESS_KEY', 'MYSQL_ROOT_PASSWD',
])('fails when %s has a value in plain text', (name) => {
  expect(plain(name, 'hunter2')).toThrow(`environment variable '${name}' of 'shop' has a password in plain text: put it into a Secret`);
});

test.each([
  ['PASSWORD_FILE', '/run/secrets/password'], ['PWD', '/srv'], ['OLDPWD', '/'], ['SECRET_NAME', 'orders'], ['TOKEN_URL', 'https://a/token'], ['PASSENGERS', '4'],
  ['TOKENIZERS_PARALLELISM', 'false'], ['ALLOW_EMPTY_PASSWORD', 'yes'], ['PGPASSWORD', ''], ['PGPASSWORD', '$(DB_PASSWORD)'], ['AWS_ACCESS_KEY_ID', 'AKIA'],
  ['GOOGLE_APPLICATION_CREDENTIALS', '/var/run/key.json'], ['KEY', 'value'], ['BYPASS', 'all'], ['URL', 'postgres://app@db/orders'],
  ['URL', 'postgres://app:$(PASSWORD)@db/orders'], ['URL', 'http://host:8080/a@b'], ['TIME', '10:30'],
])('%s with %j is no secret', (name, value) => {
  expect(plain(name, value)).not.toThrow();
});

test.each([
  'postgres://app:hunter2@db/orders', 'redis://:hunter2@cache:6379', 'app:hunter2@tcp(db:3306)/orders', 'jdbc:postgresql://db/orders?user=a&password=hunter2',
  'host=db password=hunter2 user=app', 'Server=db;Pwd=hunter2;',
])('fails when a value has a password in it: %s', (value) => {
  expect(plain('DATABASE', value)).toThrow("'DATABASE' of 'shop' has a password in plain text");
});

test('a value by reference is taken', () => {
  const secret = kplus.Secret.fromSecretName(newChart(), 'Secret', 'orders');
  expect(() => checkPlainText(where, { PGPASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }) })).not.toThrow();
});

test.each(['postgres://app:hunter2@db/orders', '--password=hunter2'])('fails when a word of a command has a password in it, without showing it: %s', (word) => {
  expect(() => checkWords(where, ['ask', word])).toThrow(/^word 2 of the command of 'shop' has a password in plain text: let the program read it from an [^2]*$/);
});

test.each(['--password-file=/run/password', 'PGPASSWORD=$SECRET psql', '--password=$(PASSWORD)', 'sh -c "mysql --password=\\"$P\\""', 'https://a.example.com:8080/x'])('%s is a word', (word) => {
  expect(() => checkWords(where, [word])).not.toThrow();
});
