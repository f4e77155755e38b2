import { nginxLogFormatUndefined as rule } from '../../../src/lint/rules/nginx-log-format-undefined';
import { messagesOf } from '../support/findings';

const configMap = (http: string) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'nginx.conf': `events {}\nhttp {\n${http}\n}\n` } });

test('a format that comes later, or never, is found', () => {
  expect(messagesOf(rule, configMap('access_log /dev/stdout main;\nlog_format main x;'))).toEqual(["data.nginx.conf: nginx.conf uses log format 'main' before it is defined"]);
  expect(messagesOf(rule, configMap('include mime.types;\naccess_log /dev/stdout main;'))).toEqual(["data.nginx.conf: nginx.conf uses log format 'main' and does not define it"]);
});

test.each(['log_format main x;\naccess_log /a.log main;', 'access_log /a.log;', 'access_log off;', 'access_log /a.log combined;', 'access_log /a.log buffer=32k;',
  'include /etc/nginx/formats.conf;\naccess_log /a.log main;', '# access_log /a.log main;'])('%s is left alone', (http) => {
  expect(messagesOf(rule, configMap(http))).toEqual([]);
});

test('in a part of a configuration, a format that comes later is found, and one that is not there is not', () => {
  const part = (text: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'site.conf': text } });
  expect(messagesOf(rule, part('access_log /dev/stdout json;\nlog_format json x;'))).toHaveLength(1);
  expect(messagesOf(rule, part('access_log /dev/stdout json;'))).toEqual([]);
});
