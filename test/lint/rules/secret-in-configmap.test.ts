import { secretInConfigmap as rule } from '../../../src/lint/rules/secret-in-configmap';
import { messagesOf } from '../support/findings';

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
  ['config.yaml', 'password: |\n  x\nsecret: web-credentials\ntoken: string\npassword: file:/run/hunter2x\npassword: /run/hunter2x\npassword:\n  valueFrom: x\npassword: !vault hunter2x\npassword: {{ .Values.password }}\n'],
  ['config.json', '{\n  "password": "Enter your password",\n  "token": {\n  "apiKey": "<your key>"\n}\n'],
  ['messages_de.properties', 'password=Passwort\n'],
  ['start.sh', 'PASSWORD=hunter2x\n'],
  ['nsswitch.conf', 'hosts: files dns\npasswd: files\n'],
  ['nginx.conf', 'proxy_pass = https://orders;\n# postgres://app:hunter2x@orders\nurl = postgres://user:password@host/db\n'],
])('a file %s of %p has none', (file, text) => {
  expect(messagesOf(rule, config(file, text))).toEqual([]);
});
