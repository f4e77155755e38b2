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
