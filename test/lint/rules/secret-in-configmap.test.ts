import { secretInConfigmap as rule } from '../../../src/lint/rules/secret-in-configmap';
import { findingsOf, messagesOf } from '../support/findings';

const config = (name: string, value: string, kind = 'ConfigMap') => JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'c' }, data: { [name]: value } });

test.each([['DB_PASSWORD', 'hunter2x'], ['db.password', 'hunter2x'], ['api-key', 'sk-12345'], ['DATABASE_URL', 'postgres://app:hunter2x@orders:5432/orders']])('%s=%s is found', (name, value) => {
  expect(messagesOf(rule, config(name, value))).toEqual([`data.${name}: the value of ${name} is written in ConfigMap 'c'`]);
});

test.each([
  config('LOG_LEVEL', 'info'), config('DB_PASSWORD', ''), config('DB_PASSWORD', '$(OTHER)'), config('DATABASE_URL', 'postgres://app:$(PASSWORD)@orders/orders'), config('URL', 'http://orders:8080/@me'), config('PASSWORD_FILE', '/run/x'), config('DB_PASSWORD', 'aHVudGVy', 'Secret'),
])('%s is left alone', (yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test.each([
  ['application.properties', 'spring.datasource.username=app\nspring.datasource.password=hunter2x\n', 'spring.datasource.password'],
  ['.env', 'export DB_PASSWORD="hunter2x" # of the database\nAPI_KEY=k3y-9\n', 'DB_PASSWORD, API_KEY'],
  ['config.yaml', 'database:\n  host: orders\n  password: hunter2x\n', 'password'],
  ['config.json', '{\n  "clientSecret": "q7Hx2mPz91vKdw",\n  "port": 80\n}\n', 'clientSecret'],
  ['server.ini', "[db]\npassword = 'hunter2x'; of the database\n", 'password'],
  ['config.yaml', 'url: postgres://app:hunter2x@orders:5432/orders\n', 'url'],
  ['config.yaml', 'urls:\n  - postgres://app:hunter2x@orders:5432/orders\n', 'a URL'],
])('a file %s of %p has a secret', (file, text, names) => {
  expect(messagesOf(rule, config(file, text))).toEqual([`data.${file}: the value of ${names} is written in file '${file}' of ConfigMap 'c'`]);
});

test.each([
  ['application.properties', '#db.password=hunter2x\n! db.password=hunter2x\ndb.password=${DB_PASSWORD:hunter2x}\ndb.password=\ndb.password=ENC(hunter2x)\n'],
  ['.env', 'DB_PASSWORD=$DB_PASSWORD\nDB_PASSWORD_FILE=hunter2x\nDB_PASSWORD=changeme\nDB_PASSWORD=your-password\nAPI_KEY=example-key\n'],
  ['config.yaml', 'password: |\n  x\nsecret: web-credentials\nservingCertificateSecret: web-serving-certificate\ntoken: string\npassword: file:/run/hunter2x\npassword: /run/hunter2x\npassword:\n  valueFrom: x\npassword: !vault hunter2x\npassword: {{ .Values.password }}\n'],
  ['config.json', '{\n  "password": "Enter your password",\n  "token": {\n  "apiKey": "<your key>"\n}\n'],
  ['messages_de.properties', 'password=Passwort\n'],
  ['start.sh', 'PASSWORD=hunter2x\n'],
  ['nsswitch.conf', 'hosts: files dns\npasswd: files\n'],
  ['nginx.conf', 'proxy_pass = https://orders;\n# postgres://app:hunter2x@orders\nurl = postgres://user:password@host/db\n'],
])('a file %s of %p has none', (file, text) => {
  expect(messagesOf(rule, config(file, text))).toEqual([]);
});

const inFile = (name: string, text: string): string[] => messagesOf(rule, config(name, `# settings\n${text}\n`));

test.each([
  'app.properties', '.env', 'env', 'a.yaml', 'a.yml', 'a.json', 'a.ini', 'a.toml', 'a.cfg', 'my.cnf', 'a.conf', 'a.CONFIG', 'schemata.yaml', 'deny.json',
])('%s is a file of settings', (name) => {
  expect(inFile(name, 'password = hunter2x')).toHaveLength(1);
});

test.each([
  'properties.md', 'app.env.tpl', 'deploy.py', 'messages.properties', 'message-de.properties', 'i18n.json', 'app_locale.json', 'locales.yaml', 'translations.yaml', 'translation.json', 'schema.json',
  'openapi.yaml', 'swagger.json', 'dashboard.json', 'web-dashboards.json', 'en.json', 'en_US.json', 'web-de-CH.json',
])('%s is none', (name) => {
  expect(inFile(name, 'password = hunter2x')).toEqual([]);
});

test.each([
  'a phrase', 'f(x)', '{x}y', '[x]', '<x>y', 'x$VAR', 'abc...', 'abc…', '>-', '&x', '*x', '@x', '%x', '^x', '`x`', '\\x1', 'env:PW_1', 'vault:path1', 'secretref+x1', 'ref+vault1', 'arn:aws:1', 'op:x1', 'awssm.x1', 'sm:x1',
  'http://web1', 'https://web1', 'password', 'passwd', 'passphrase', 'pass', 'pwd', 'secret', 'token', 'key', 'credential', 'credentials', 'mypassword', 'your-token', 'the_key', 'some.secret', 'test-pass', 'dummypassword', 'fakekey', 'sample-key',
  'example-token', 'user-password', 'dbpassword', 'database_pwd', 'securepassword', 'super-secret', 'strongpassword', 'secret-key', 'api-key', 'accesskey', 'private_key', 'rootpassword', 'admin-token', 'passwordhere', 'password_here',
  'changeme1', 'change-it1', 'change_this1', 'replace1', 'x-example1', 'placeholder1', 'redacted1', 'dummy1', 'insert1', 'todo1', 'your-x1', 'my.x1', 'x1-here', 'string', 'str', 'text', 'undefined', 'nil', 'empty', 'default',
  'optional', 'required', 'disabled', 'enabled', 'on', 'off', '~', '---', '???',
])('%s in a file is no password', (value) => {
  expect(inFile('app.properties', `password=${value}`)).toEqual([]);
});

test.each(['hunter2x', 'mypasswords1', 'a-passwd1', 'strings', 'sone', 'offline2', 'x-http://y', 'envy:x'])('%s in a file is a password', (value) => {
  expect(inFile('app.properties', `password=${value}`)).toHaveLength(1);
});

test.each([
  ['secret', 'web-tls'], ['token', 'bearer-of-all'], ['token', '12345678901234'], ['token', 'abc123'], ['db.credentials', 'web-tls'], ['credential', 'web-tls'], ['user_pass', 'accounts'],
])('%s=%s in a file names something else', (name, value) => {
  expect(inFile('app.properties', `${name}=${value}`)).toEqual([]);
  expect(inFile('app.properties', `${name}=q7Hx2mPz91vKdw`)).toHaveLength(1);
});

test.each(['password = "hunter2x"', "password = 'hunter2x',", '"password": "hunter2x";', '- password: hunter2x', 'export PASSWORD=hunter2x', 'password = hunter2x ; of all', 'password = "a" # hunter2x'])('%s in a file is read', (line) => {
  expect(inFile('server.conf', line)).toHaveLength(1);
});

test.each(['// password = hunter2x', 'password = none # hunter2x', 'password = "";', 'password = "none" ; hunter2x', 'password =', 'password://hunter2x', 'the password = hunter2x', '"password = hunter2x'])('%s in a file has none', (line) => {
  expect(inFile('server.conf', line)).toEqual([]);
});

test('a file of another object is left alone', () => {
  expect(messagesOf(rule, config('app.properties', 'password=hunter2x\n', 'Widget'))).toEqual([]);
});

test('each secret of a file is shown on its line', () => {
  const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  .env: |\n    # of the database\n    PORT=80\n    DB_PASSWORD=hunter2x\n    API_KEY=k3y-9\n';
  expect(findingsOf([rule], yaml)[0].related.map(({ region, message }) => [region!.startLine, message])).toEqual([
    [8, 'DB_PASSWORD is on line 3 of the file'],
    [9, 'API_KEY is on line 4 of the file'],
  ]);
});
