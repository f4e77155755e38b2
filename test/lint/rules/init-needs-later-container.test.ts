import { initNeedsLaterContainer as rule } from '../../../src/lint/rules/init-needs-later-container';
import { messagesOf } from '../support/findings';

const pod = (init: string) => `{apiVersion: v1, kind: Pod, spec: {initContainers: [${init}], containers: [{name: db, ports: [{containerPort: 5432}]}]}}`;

test.each(['nc -z localhost 5432', 'curl -sf http://127.0.0.1:5432/', 'until pg_isready -h localhost -p 5432; do sleep 1; done'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(`{name: i, command: [sh, -c, "${script}"]}`))).toEqual([
    "spec.initContainers.0.command: init container 'i' connects to port 5432 of 'db', which starts only after it",
  ]);
});

test('host and port in variables are found, and a native sidecar that comes too late', () => {
  const init = '{name: i, command: [flyway, migrate], env: [{name: DB_HOST, value: localhost}, {name: DB_PORT, value: "5432"}]}';
  expect(messagesOf(rule, pod(init))).toHaveLength(1);
  expect(messagesOf(rule, pod(`${init}, {name: s, restartPolicy: Always, ports: [{containerPort: 5432}]}`))).toEqual([expect.stringContaining("of 's'")]);
});

test('a client that the image runs by itself is found', () => {
  expect(messagesOf(rule, pod('{name: migrate, image: "ghcr.io/acme/app:1.0.0", env: [{name: DB_HOST, value: 127.0.0.1}, {name: DB_PORT, value: "5432"}]}'))).toHaveLength(1);
  expect(messagesOf(rule, pod('{name: render, image: "ghcr.io/acme/app:1.0.0", env: [{name: DB_HOST, value: 127.0.0.1}, {name: DB_PORT, value: "5432"}]}'))).toEqual([]);
  expect(messagesOf(rule, pod('{name: i, image: "migrate/migrate:v4.18", args: [-database, "postgres://shop@localhost:5432/shop", up]}'))).toHaveLength(1);
});

test.each([
  'ncat localhost 5432', 'wget -q http://localhost:5432', 'mysql -h localhost --port 5432', 'mysqladmin -h localhost --port=5432 ping', 'mariadb -h localhost --port 5432', 'mariadb-admin -h localhost --port 5432 ping',
  'redis-cli -h localhost -p 5432 ping', 'mongo localhost:5432', 'mongosh localhost:5432', 'grpcurl localhost:5432 list', 'flyway -url=jdbc:postgresql://localhost:5432/x migrate',
  'liquibase --url=jdbc:postgresql://localhost:5432/x update', 'DB=localhost:5432 alembic upgrade head', 'migrate -database postgres://localhost:5432/x up',
  'curl http://[::1]:5432/', "psql 'host=localhost port=5432 dbname=shop'", 'curl localhost:5432 || exit 1', 'curl localhost:5432; true',
])('%s is found', (script) => {
  expect(messagesOf(rule, pod(`{name: i, command: [sh, -c, "${script}"]}`))).toHaveLength(1);
});

test.each(['socket.create_connection', 'net.createConnection', 'axios.get', 'axios', 'requests.get', 'https.get', 'http.request'])('a program that calls %s is found', (call) => {
  expect(messagesOf(rule, pod(`{name: i, command: [run, -e, "${call}('localhost:5432')"]}`))).toHaveLength(1);
});

test.each([
  ['a proxy that is there', '{name: s, restartPolicy: Always, ports: [{containerPort: 5432}]}, {name: i, command: [sh, -c, "nc -z localhost 5432"]}'],
  ['a configuration for later', '{name: i, command: [sh, -c, "echo db=localhost:5432 > /config/app.conf"]}'],
  ['a call that may fail', '{name: i, command: [sh, -c, "curl localhost:5432 || true"]}'],
  ['a call that may fail, by the other name of true', '{name: i, command: [sh, -c, "curl localhost:5432 || :"]}'],
  ['a container that ends before it', '{name: b, ports: [{containerPort: 5433}]}, {name: i, command: [sh, -c, "nc -z localhost 5433"]}'],
  ['another init container behind it, which ends', '{name: i, command: [sh, -c, "nc -z localhost 5433"]}, {name: b, ports: [{containerPort: 5433}]}'],
  ['another host', '{name: i, command: [sh, -c, "nc -z db 5432"]}'],
])('%s is left alone', (_, init) => {
  expect(messagesOf(rule, pod(init))).toEqual([]);
});

test.each([
  ['args: ["--port", "5432"]'],
  ['args: ["--secure-listen-address=0.0.0.0:5432"]'],
  ['args: ["-instances=shop:europe:db=tcp:5432"]'],
  ['command: [socat, "TCP-LISTEN:5432,fork", "TCP:db:5432"]'],
])('a port that the later container has in its arguments is found (%s)', (serving) => {
  const yaml = (spec: string): string => `{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: i, command: [sh, -c, "nc -z localhost 5432"]}], containers: [{name: proxy, ${spec}}]}}`;
  expect(messagesOf(rule, yaml(serving))).toHaveLength(1);
  expect(messagesOf(rule, yaml('args: ["--upstream-port=5432", "--db-address=db:5432", "TCP:db:5432"]'))).toEqual([]);
});

test.each([
  'command: [node, -e, "fetch(\'http://localhost:5432\')"]', 'command: [python, -c, "urllib.request.urlopen(\'http://localhost:5432\')"]',
  'command: [psql], env: [{name: PORT, value: "5432"}, {name: URL, value: "postgres://app@localhost:$(PORT)/x"}]',
  'command: [sh, -c, "nc -z localhost $PORT"], env: [{name: PORT, value: "5432"}]',
])('%s is found', (init) => {
  expect(messagesOf(rule, pod(`{name: i, ${init}}`))).toHaveLength(1);
});

test.each([
  ['image: "istio/proxyv2:1.23.0", args: [proxy, sidecar]', 15021],
  ['image: "gcr.io/istio-release/proxyv2:1.23.0"', 15020],
  ['image: "cr.l5d.io/linkerd/proxy:edge-25.9.1"', 4191],
  ['image: "daprio/daprd:1.14.4"', 3500],
  ['image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11.0", args: ["shop:europe:db"]', 5432],
  ['image: "bitnami/pgbouncer:1.23.1"', 6432],
  ['image: "quay.io/oauth2-proxy/oauth2-proxy:v7.6.0"', 4180],
  ['image: "postgres:16.3"', 5432],
  ['image: "ghcr.io/acme/proxy:2.0.0", readinessProbe: {tcpSocket: {port: 7000}}', 7000],
])('a port that its image or probe tells of is found (%s)', (proxy, port) => {
  const yaml = `{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: i, command: [sh, -c, "curl -sf http://localhost:${port}/"]}], containers: [{name: proxy, ${proxy}}]}}`;
  expect(messagesOf(rule, yaml)).toEqual([`spec.initContainers.0.command: init container 'i' connects to port ${port} of 'proxy', which starts only after it`]);
});

test('a probe of another host tells nothing of a port', () => {
  const yaml = '{apiVersion: v1, kind: Pod, spec: {initContainers: [{name: i, command: [sh, -c, "nc -z localhost 7000"]}], containers: [{name: a, livenessProbe: {tcpSocket: {host: db, port: 7000}}}]}}';
  expect(messagesOf(rule, yaml)).toEqual([]);
});
