import { secretInEnv as rule } from '../../../src/lint/rules/secret-in-env';
import { messagesOf } from '../support/findings';

const pod = (name: string, value: unknown) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', env: [{ name, value }] }] } });

test.each([['DB_PASSWORD', 'hunter2'], ['MYSQL_PWD', 'root'], ['API_KEY', 'abc'], ['githubToken_TOKEN', 'x1'], ['DATABASE_URL', 'postgres://app:hunter2@db/shop']])('%s=%s is found', (name, value) => {
  expect(messagesOf(rule, pod(name, value))).toEqual([`spec.containers.0.env.0.value: the value of ${name} in container 'a' is written in the manifest`]);
});

test('the name of a Secret that the pod has is left alone', () => {
  const spec = { containers: [{ name: 'a', env: [{ name: 'WEBHOOK_SECRET', value: 'web-cert' }] }], volumes: [{ name: 'c', secret: { secretName: 'web-cert' } }] };
  expect(messagesOf(rule, JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec }))).toEqual([]);
});

const keys = (...names: string[]) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', env: names.map((name) => ({ name, value: 'hunter2' })) }] } });

test('of the two keys of an S3 user, the secret one is found', () => {
  expect(messagesOf(rule, keys('AWS_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY'))).toEqual([expect.stringContaining('value of AWS_SECRET_ACCESS_KEY')]);
  expect(messagesOf(rule, keys('MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY'))).toEqual([expect.stringContaining('value of MINIO_SECRET_KEY')]);
  expect(messagesOf(rule, keys('ACCESS_KEY'))).toHaveLength(1);
});

test('what is called as Secrets are is a password under the name of one', () => {
  expect(messagesOf(rule, pod('DB_PASSWORD', 'top-secret'))).toHaveLength(1);
  expect(messagesOf(rule, pod('CONTROLLER_SECRET', 'web-secret'))).toEqual([]);
});

test.each([
  ['PWD', 'work'], ['TS_KUBE_SECRET', 'tailscale'], ['ETCD_INITIAL_CLUSTER_TOKEN', 'etcd-1'], ['ETCD_AUTH_TOKEN', 'jwt,sign-method=RS256,ttl=10m'], ['DB_PASSWORD', '$(OTHER)'], ['DB_PASSWORD', '/run/secrets/db'], ['DB_PASSWORD_FILE', 'secret.txt'], ['ALLOW_EMPTY_PASSWORD', 'yes'],
  ['TOKEN_TTL', '3600'], ['USE_TOKEN', 'true'], ['DB_PASSWORD', ''], ['SECRET_NAME', 'shop'], ['MAX_TOKEN', '4096'], ['DATABASE_URL', 'postgres://app:$(PASSWORD)@db/shop'],
  ['DATABASE_URL', 'postgres://app@db/shop'], ['CREDENTIALS', '{{ .Values.x }}'], ['API_KEY', 'xxxxxxxx'], ['API_KEY', 'YOUR_KEY'],
  ['GOOGLE_CREDENTIALS', 'account.json'], ['LLM_API_KEY', 'sk-noauth'], ['LLM_API_KEY', 'not-needed'],
])('%s=%s is left alone', (name, value) => {
  expect(messagesOf(rule, pod(name, value))).toEqual([]);
});
