import * as kplus from 'cdk8s-plus-28';
import { checkFile, checkPlainText, checkWords } from '../../../src/core/plain-text/checks';
import { isSecretHeader } from '../../../src/core/plain-text/names';
import {
  AppContainer, ConfigFile, ConfigWriter, Database, HeaderValue, InitMigrations, InitStep, LogOutput, LogShipper, LogSidecar, MigrationSource,
  MigrationTool, PublicValues, RetriedStep, ReverseProxy, ReverseProxyProgram, Sidecar, SidecarLoggedApp, TelemetryCollector, TelemetryExporter,
  TelemetryReceiver, WaitFor, WaitTarget,
} from '../../../src/index';
import { DEFAULT_KEYS } from '../../../src/logging/redaction';
import { IMAGE, newChart, newDeployment } from '../../support/workloads';

const where = newChart();
const plain = (name: string, value: string) => () => checkPlainText(where, { [name]: kplus.EnvValue.fromValue(value) });
const words = (...all: string[]) => () => checkWords(where, all);
const file = (text: string) => () => checkFile(where, 'a', text, 'leave it out');

describe('an environment variable', () => {
  test.each([
    'PASSWORD', 'PGPASSWORD', 'MYSQL_PWD', 'dbPassword', 'REDISCLI_AUTH', 'JWT_SECRET', 'AUTH_TOKEN', 'API_KEY', 'AWS_SECRET_ACCESS_KEY', 'MYSQL_ROOT_PASSWD',
    'DB_PASS', 'DBPASS', 'SMTP_PASSWORD', 'GITHUB_TOKEN', 'SECRET_KEY_BASE', 'STRIPE_KEY', 'ENCRYPTION_KEY', 'apiKey', 'spring.datasource.password', 'CLIENT_SECRETS',
    'SSH_PASSPHRASE', 'HTTP_AUTHORIZATION', 'OAUTH_CLIENT_SECRET', 'APP_KEY', 'ACCESSTOKEN', 'DB_CREDENTIALS', 'SIGNING-KEY', 'NPM_TOKEN', 'REDIS_AUTH', 'DB_PW',
  ])('%s is refused with a value in plain text', (name) => {
    expect(plain(name, 'hunter2')).toThrow(`environment variable '${name}' of 'shop' has a password in plain text: put it into a Secret`);
  });

  test.each([
    ['PASSWORD_FILE', '/run/secrets/password'], ['PWD', '/srv'], ['OLDPWD', '/'], ['SECRET_NAME', 'orders'], ['TOKEN_URL', 'https://a/token'], ['PASSENGERS', '4'],
    ['TOKENIZERS_PARALLELISM', 'false'], ['ALLOW_EMPTY_PASSWORD', 'yes'], ['PGPASSWORD', ''], ['PGPASSWORD', '$(DB_PASSWORD)'], ['AWS_ACCESS_KEY_ID', 'AKIA'],
    ['GOOGLE_APPLICATION_CREDENTIALS', '/var/run/key.json'], ['KEY', 'value'], ['BYPASS', 'all'], ['URL', 'postgres://app@db/orders'], ['COMPASS', 'north'],
    ['URL', 'postgres://app:$(PASSWORD)@db/orders'], ['URL', 'postgres://app:$$(PASSWORD)@db/orders'], ['URL', 'http://host:8080/a@b'], ['TIME', '10:30'],
    ['MONKEY', 'george'], ['monkey', '1'], ['MAX_TOKENS', '4096'], ['TOKEN_TTL', '5m'], ['TOKEN_LIMIT', '4096'], ['PARTITION_KEY', 'customer'], ['PUBLIC_KEY', 'ssh-rsa AAAA'],
    ['SSH_PUBLIC_KEY', 'ssh-ed25519 AAAA'], ['TLS_KEY', '/tls/tls.key'], ['SIGNING_KEY', 'signing.pem'], ['CACHE_KEY', 'v3'], ['TOKEN', '{{token}}'], ['TOKEN', '<your-token>'],
    ['TOKEN', '${TOKEN}'], ['PASSWORD', '`cat /run/password`'], ['KEYBOARD', 'us'], ['AUTH', 'basic'], ['REQUIRE_PASSWORD', 'true'], ['PASSES', '3'],
    ['AUTH_TOKEN', 'https://auth.example.com/token'], ['COOKIE', 'sid'], ['OPTS', '--password-file /run/x --no-password'], ['GREETING', 'no password needed'],
    ['JAVA_OPTS', '-Xmx1g -Dtrust.password=$(P)'], ['CALLBACK', 'https://a/?page_token=$TOKEN'], ['SQL', 'SELECT token FROM t WHERE token = ?'],
  ])('%s with %j is no secret', (name, value) => {
    expect(plain(name, value)).not.toThrow();
  });

  test.each([
    'postgres://app:hunter2@db/orders', 'redis://:hunter2@cache:6379', 'app:hunter2@tcp(db:3306)/orders', 'jdbc:postgresql://db/orders?user=a&password=hunter2',
    'host=db password=hunter2 user=app', 'Server=db;Pwd=hunter2;', 'https://api/?token=hunter2', 'https://api/x?a=1&api_key=hunter2', '-Xmx1g -Ddb.password=hunter2',
    '{"auths":{"r":{"password":"hunter2"}}}', 'Bearer hunter2', 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=aHVudGVyMg==', '--api-token hunter2',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIE', 'ghp_0123456789abcdef0123', 'Authorization: Basic aHVudGVyMg==', 'mysql -uroot -phunter2 orders',
  ])('is refused with a secret inside of its value: %s', (value) => {
    expect(plain('DATABASE', value)).toThrow("'DATABASE' of 'shop' has a password in plain text");
  });

  test('is taken by reference', () => {
    const secret = kplus.Secret.fromSecretName(newChart(), 'Secret', 'orders');
    expect(() => checkPlainText(where, { PGPASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }) })).not.toThrow();
  });
});

describe('a command', () => {
  test.each([
    ['ask', 'postgres://app:hunter2@db/orders'], ['ask', '--password=hunter2'], ['x', '--password', 'hunter2'], ['x', '-password', 'hunter2'], ['x', '--apiKey', 'hunter2'],
    ['mysql', '-uroot', '-phunter2'], ['/usr/bin/mysqladmin', 'ping', '-phunter2'], ['mariadb-dump', '-phunter2'], ['timeout', '5', 'mysql', '-phunter2'],
    ['redis-cli', '-a', 'hunter2', 'ping'], ['sshpass', '-p', 'hunter2', 'ssh', 'a'], ['mongosh', '-u', 'a', '-p', 'hunter2'], ['sqlcmd', '-P', 'hunter2'],
    ['curl', '-H', 'Authorization: Bearer hunter2', 'http://x'], ['curl', '-HAuthorization: hunter2'], ['curl', '--header', 'X-Api-Key: hunter2'], ['curl', '-H', 'token: hunter2'],
    ['curl', '-u', 'app:hunter2', 'http://x'], ['curl', '-uapp:hunter2'], ['curl', '--user', 'app:hunter2'], ['curl', 'https://x/?token=hunter2'], ['curl', '--oauth2-bearer', 'eyJhbGciOiJI.eyJzdWIiOiIx.c2ln'],
    ['wget', '--header=Authorization: Basic aHVudGVyMg=='], ['docker', 'login', '-u', 'a', '-p', 'hunter2'], ['ldapsearch', '-w', 'hunter2'],
    ['env', 'PGPASSWORD=hunter2', 'psql'], ['psql', 'host=db password=hunter2'], ['psql', '-c', "CREATE ROLE app LOGIN PASSWORD 'hunter2'"], ['mysql', '-e', "CREATE USER a IDENTIFIED BY 'hunter2'"],
    ['sh', '-c', 'PGPASSWORD=hunter2 psql'], ['sh', '-c', 'set -e; export DB_PASS="hunter2"; run'], ['bash', '-ec', 'sleep 1 && mysql -phunter2 -e "SELECT 1"'],
    ['sh', '-c', 'x | curl -H "Authorization: Bearer hunter2" http://x'], ['sh', '-c', 'until redis-cli -a hunter2 ping; do sleep 1; done'], ['sh', '-c', 'x --token hunter2'],
    ['sh', '-c', 'echo "$(mysql -phunter2 -e x)"'], ['sh', '-c', "sh -c 'mysql -phunter2'"], ['openssl', 'enc', '-pass', 'pass:hunter2'], ['java', '-Djavax.net.ssl.keyStorePassword=hunter2'],
    ['keytool', '-storepass', 'hunter2'], ['x', '--auth-token', 'hunter2', 'y'],
  ])('is refused with a secret in its words: %j %j %j', (...all) => {
    expect(words(...all)).toThrow(/^word \d+ of the command of 'shop' has a password in plain text: let the program read it from an environment variable/);
  });

  test('is refused without showing the secret', () => {
    expect(words('ask', '--password', 'hunter2')).toThrow(/^word 3 of (?!.*hunter)/);
  });

  test.each([
    ['x', '--password-file=/run/password'], ['x', '--password-file', '/run/password'], ['x', '--password', '/run/password'], ['x', '--password', '$(PASSWORD)'], ['x', '--password', '$PASSWORD'],
    ['x', '--password=${PASSWORD}'], ['x', '--password', '', 'y'], ['x', '--no-password', 'orders'], ['x', '--password', '--verbose'], ['x', '--token-ttl', '5m'], ['x', '--max-token', '100'],
    ['x', '--sort-key', 'name'], ['x', '--tls-key', 'server.key'], ['x', '--key', 'name'], ['x', '--public-key', 'abc'], ['x', '--single-pass'], ['ffmpeg', '-pass', '1'],
    ['PGPASSWORD=$SECRET psql'], ['sh', '-c', 'mysql --password="$P"'], ['sh -c "mysql --password=\\"$P\\""'], ['https://a.example.com:8080/x'],
    ['psql', '-p5432'], ['psql', '-h', 'mysql', '-p5432'], ['mkdir', '-p', '/a/b'], ['ssh', '-p2222', 'a'], ['nc', '-p', '8080'], ['mysql', '-p', 'orders'], ['mysql', '-p$P'],
    ['docker', 'run', '-p', '8080:80'], ['curl', '-u', 'app:$PASSWORD'], ['curl', '-u', 'app'], ['curl', '-H', 'Authorization: Bearer $TOKEN'], ['curl', '-H', 'Accept: text/html'],
    ['curl', '-H', 'Idempotency-Key: 1234abcd'], ['curl', '--key', 'tls.key'], ['sh', '-c', 'echo "password: see the docs"'], ['sh', '-c', 'PGPASSWORD=$(cat /run/password) psql'],
    ['sh', '-c', 'PGPASSWORD=`cat /run/password` psql'], ['sh', '-c', 'test "$token" = x || echo no token'], ['sh', '-c', 'read -r password < /run/p; x --password "$password"'],
    ['sed', 's/password=.*/password=***/'], ['x', '-text=Forgot your password?'], ['openssl', '-pass', 'env:PASS'], ['x', 'monkey=1'], ['psql', '--set=token_ttl=5m'],
    ['envoy', '-c', '/etc/envoy/envoy.json', '--concurrency', '1'], ['awk', '{ key = $1; print key }'], ['x', '--secret-name=orders', '--secretName', 'orders'],
  ])('has no secret in its words: %j %j %j', (...all) => {
    expect(words(...all)).not.toThrow();
  });
});

describe('a file', () => {
  test.each([
    'password: hunter2\n', 'db:\n  user: a\n  password: "hunter2" # of the app\n', 'password = hunter2\n', '{ "a": 1,\n  "apiKey": "hunter2"\n}', 'DB_PASS=hunter2', 'url: postgres://a:hunter2@db/x',
    '- token: hunter2\n', 'requirepass hunter2\n', 'proxy_set_header Authorization "Basic aHVudGVyMg==";', "CREATE USER app WITH LOGIN PASSWORD 'hunter2';", "GRANT ALL ON *.* TO a IDENTIFIED BY 'hunter2';",
    'a\n-----BEGIN PRIVATE KEY-----\nMIIE',
  ])('is refused with a secret in it: %j', (text) => {
    expect(file(text)).toThrow("file 'a' of 'shop' has a password in plain text, which everybody could read in the ConfigMap: leave it out");
  });

  test.each([
    'password: {{PASSWORD|json}}\n', 'password: ${PASSWORD}\n', 'password_file: /run/p\n', 'password:\n  min_length: 8\n', 'token = read_token()\n', 'const token = request.headers.token;\n',
    'password = os.environ["P"]\n', 'password = config.password\n', 'tokens: []\n', 'credentials: {\n', 'key: value\n', 'password: ""\n', 'password: null\n', 'secretKeyRef: { name: a, key: b }\n',
    'CREATE TABLE users (id int, password text NOT NULL);\n', 'SELECT 1; -- the password is elsewhere\n', 'public_key: abc\n', 'password: !vault |\n  abc\n', 'max_tokens: 4096\n', 'user: $1; password: $2\n',
  ])('has no secret in it: %j', (text) => {
    expect(file(text)).not.toThrow();
  });

  test('of a megabyte is looked through in no time to speak of', () => {
    for (const part of ['a', 'a-', 'a=', '"a": ', 'password ', ' ', '://a:', "create user '"]) {
      expect(file(part.repeat(2 ** 20 / part.length))).not.toThrow();
    }
  }, 20_000);
});

test.each(DEFAULT_KEYS)('what log shippers redact by default is a secret here too: %s', (key) => {
  expect(isSecretHeader(key)).toBe(true);
});

function credentials(web: kplus.Deployment) {
  const password = { secret: kplus.Secret.fromSecretName(web, 'Login', 'login'), key: 'password' };
  return { user: 'app', password };
}

const open = kplus.EnvValue.fromValue('hunter2');
const command = ['x', '--password', 'hunter2'];
const IN_PLAIN_TEXT = /has a (password|secret) in plain text|looks like a secret, which everybody could read/;
const output = (headers: { [name: string]: string }) => ({ url: 'http://logs:3100', headers });

test.each<[string, (web: kplus.Deployment) => unknown]>([
  ['env of AppContainer', (web) => new AppContainer(web, 'A', { image: IMAGE, env: { DB_PASS: open } })],
  ['args of AppContainer', (web) => new AppContainer(web, 'A', { image: IMAGE, args: command })],
  ['a probe', (web) => new AppContainer(web, 'A', { image: IMAGE, readiness: kplus.Probe.fromCommand(['redis-cli', '-a', 'hunter2', 'ping']) })],
  ['a preStop command', (web) => new AppContainer(web, 'A', { image: IMAGE, lifecycle: { preStop: kplus.Handler.fromCommand(command) } })],
  ['command of Sidecar', (web) => new Sidecar(web, 'A', { image: IMAGE, command })],
  ['command of InitStep', (web) => new InitStep(web, 'A', { image: IMAGE, command })],
  ['command of RetriedStep', (web) => new RetriedStep(web, 'A', { image: IMAGE, command, maxAttempts: 2 })],
  ['env of SidecarLoggedApp', (web) => new SidecarLoggedApp(web.node.scope!, 'App', { image: IMAGE, logFiles: ['/l/*.log'], env: { API_KEY: open } })],
  ['command of SidecarLoggedApp', (web) => new SidecarLoggedApp(web.node.scope!, 'App', { image: IMAGE, logFiles: ['/l/*.log'], command })],
  ['args of a custom shipper', (web) => new LogSidecar(web, 'L', { logFiles: ['/l/*.log'], shipper: LogShipper.custom({ image: IMAGE, args: command }) })],
  ['WaitTarget.command', (web) => new WaitFor(web, 'W', { targets: [WaitTarget.command({ image: IMAGE, command: ['sh', '-c', 'PGPASSWORD=hunter2 psql'] })] })],
  ['headers of LogOutput (Collector)', (web) => new LogSidecar(web, 'L', {
    logFiles: ['/l/*.log'], shipper: LogShipper.openTelemetryCollector({ outputs: [LogOutput.loki(output({ Authorization: 'Bearer hunter2' }))] }),
  })],
  ['headers of LogOutput (Fluent Bit)', (web) => new LogSidecar(web, 'L', {
    logFiles: ['/l/*.log'], shipper: LogShipper.fluentBit({ outputs: [LogOutput.http(output({ 'X-Api-Key': 'hunter2' }))] }),
  })],
  ['headers of TelemetryExporter', (web) => new TelemetryCollector(web, 'T', {
    receivers: [TelemetryReceiver.otlp()], exporters: [TelemetryExporter.otlpHttp({ url: 'http://traces:4318', headers: { 'api-key': 'hunter2' } })],
  })],
  ['headers of ReverseProxy', (web) => new ReverseProxy(web, 'R', { serviceElsewhere: true, appPort: 80, program: ReverseProxyProgram.envoy(), requestHeaders: { Authorization: HeaderValue.text('Bearer hunter2') } })],
  ['templates of ConfigWriter', (web) => new ConfigWriter(web, 'C', { files: [ConfigFile.template('a.yaml', 'password: hunter2\n')] })],
  ['texts of ConfigWriter', (web) => new ConfigWriter(web, 'C', { files: [ConfigFile.text('a.yaml', 'password: hunter2\n')] })],
  ['values of ConfigWriter', (web) => new ConfigWriter(web, 'C', { files: [ConfigFile.template('a', '{{DB_PASS}}')], values: { DB_PASS: open } })],
  ['migrations', (web) => new InitMigrations(web, 'M', {
    tool: MigrationTool.psql(),
    source: MigrationSource.inline({ '1.sql': "CREATE USER app PASSWORD 'hunter2';" }),
    database: Database.postgres({ host: 'db', name: 'orders', ...credentials(web) }),
  })],
])('%s: no secret in plain text', (_, use) => {
  expect(() => use(newDeployment())).toThrow(IN_PLAIN_TEXT);
});

test.each([
  ['LogOutput', (url: string) => new LogSidecar(newDeployment(), 'L', { logFiles: ['/l/*.log'], shipper: LogShipper.fluentBit({ outputs: [LogOutput.http({ url })] }) })],
  ['WaitTarget', (url: string) => new WaitFor(newDeployment(), 'W', { targets: [WaitTarget.http(url)] })],
])('%s: no token in the query of a URL', (_, use) => {
  expect(() => use('http://logs:8080/?token=hunter2')).toThrow("has 'token' in its query, which everybody could read");
});

test('what is named as public is taken, by the name of a variable, an option, a header or a file', () => {
  const web = newDeployment();
  PublicValues.of(['DEMO_PASSWORD', '--token', 'X-Api-Key', 'demo.yaml']).applyTo(web);
  new AppContainer(web, 'App', { image: IMAGE, env: { DEMO_PASSWORD: open }, args: ['x', '--token', 'hunter2'] });
  new ReverseProxy(web, 'Proxy', { serviceElsewhere: true, appPort: 80, program: ReverseProxyProgram.envoy(), requestHeaders: { 'X-Api-Key': HeaderValue.text('demo') } });
  new ConfigWriter(web, 'Config', { files: [ConfigFile.text('demo.yaml', 'password: demo\n')] });
  expect(() => new AppContainer(web, 'Other', { image: IMAGE, env: { DB_PASS: open } })).toThrow(IN_PLAIN_TEXT);
});

test('the error names the way to say so', () => {
  expect(plain('DEMO_PASSWORD', 'demo')).toThrow('or name it in PublicValues.of() if everybody may read it');
});
