import { readOnlyRootNeedsVolume as rule } from '../../../src/lint/rules/read-only-root-needs-volume';
import { messagesOf } from '../support/findings';

const pod = (container: string) => `{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, securityContext: {readOnlyRootFilesystem: true}, ${container}}]}}`;

test('folders of nginx, and a script that writes to /tmp, are found', () => {
  expect(messagesOf(rule, pod('image: nginx, volumeMounts: [{mountPath: /var/cache/nginx}]'))).toEqual([
    "spec.containers.0.securityContext.readOnlyRootFilesystem: container 'a' has a read-only root file system and writes to /run",
  ]);
  expect(messagesOf(rule, pod('command: [sh, -c, "date > /tmp/started; exec run"]'))).toEqual([expect.stringContaining('writes to /tmp')]);
});

test.each([
  ['image: httpd', '/usr/local/apache2/logs'], ['image: postgres', '/var/run/postgresql'], ['image: mysql', '/var/run/mysqld'], ['image: mariadb', '/run/mysqld'], ['image: mongo', '/tmp'],
  ['image: nginxinc/nginx-unprivileged', '/tmp'], ['image: nginx', '/var/cache/nginx and /run'],
  ...['conf.d', 'templates', 'ssl', 'certs', 'cert', 'tls'].map((folder) => [`image: nginx, volumeMounts: [{mountPath: /etc/nginx/${folder}}]`, '/var/cache/nginx and /run']),
  ['command: [sh, -c, "touch /tmp/started; exec run"]', '/tmp'], ['command: [sh, -c, "f=$(mktemp); exec run"]', '/tmp'], ['command: [sh, -c, "date &> /srv/started"]', '/srv/started'], ['command: [sh, -c, "date >| /srv/started"]', '/srv/started'],
])('with %s, %s is found', (container, folders) => {
  expect(messagesOf(rule, pod(container))).toEqual([`spec.containers.0.securityContext.readOnlyRootFilesystem: container 'a' has a read-only root file system and writes to ${folders}`]);
});

test('a root file system that may be written is left alone', () => {
  expect(messagesOf(rule, pod('image: nginx').replace('true', 'false'))).toEqual([]);
});

test.each([
  ['the same folder by another name', 'image: mariadb, volumeMounts: [{mountPath: /var/run/mysqld}]'],
  ['the same folder of MySQL by another name', 'image: mysql, volumeMounts: [{mountPath: /run/mysqld}]'],
  ['the same folder of PostgreSQL by another name', 'image: postgres, volumeMounts: [{mountPath: /run/postgresql}]'],
  ['another program', 'image: nginx, command: [nginx, -t]'],
  ['another program behind the entry point', 'image: nginx, args: [nginx, -t]'],
  ['a touched file elsewhere, which may be on a volume that is not known', 'command: [sh, -c, "touch $FILE; exec run"]'],
  ['a file that something is added to', 'command: [sh, -c, "date >> /srv/log"]'],
  ['mounted folders', 'image: nginx, volumeMounts: [{mountPath: /var/cache/nginx}, {mountPath: /var/run}]'],
  ['a configuration of its own', 'image: nginx, volumeMounts: [{mountPath: /etc/nginx/nginx.conf}]'],
  ['a mounted /tmp', 'command: [sh, -c, "date > /tmp/x"], volumeMounts: [{mountPath: /tmp}]'],
  ['a folder of its own in /tmp', 'command: [sh, -c, "date > /tmp/run/x"], volumeMounts: [{mountPath: /tmp/run}]'],
  ['a script that only reads', 'command: [sh, -c, "cat /tmp/x 2>/dev/null"]'],
  ['a folder that the image declares as a volume', 'image: mongo, volumeMounts: [{mountPath: /tmp}]'],
  ['an image that nobody knows', 'image: acme/web'],
  ['an image with the name of a method', 'image: constructor'],
])('%s is left alone', (_, container) => {
  expect(messagesOf(rule, pod(container))).toEqual([]);
});
