import { scriptNeverListens as rule } from '../../../src/lint/rules/script-never-listens';
import { messagesOf } from '../support/findings';

const pod = (script: string, image = 'busybox:1.36') => JSON.stringify({
  apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image, command: ['sh', '-c', script], ports: [{ containerPort: 9090 }] }] },
});

test('a script that only prints is found', () => {
  expect(messagesOf(rule, pod('while true; do echo "serving on 9090 from /metrics"; sleep 5; done'))).toEqual([
    "spec.containers.0.ports: container 'a' declares port 9090, and nothing in its script listens",
  ]);
});

test.each(['while true; do nc -l -p 9090 -e cat; done', 'exec httpd -f', 'apk add nginx && run', '/opt/server/run --port 9090', '. /scripts/serve.sh', 'exec "$@"'])('%s may listen', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});

test('an image with programs of its own is left alone', () => {
  expect(messagesOf(rule, pod('serve', 'acme/web:1'))).toEqual([]);
});

describe('a script of a ConfigMap', () => {
  const set = (text: string, path = '/config/serve.sh') => `${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'serve.sh': text } })}
---
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{name: v, configMap: {name: c}}], containers: [{name: a, image: busybox,
  command: [/bin/sh, ${path}], ports: [{containerPort: 443}], volumeMounts: [{name: v, mountPath: /config}]}]}}`;

  test('is read', () => {
    expect(messagesOf(rule, set('# starts nginx\nwhile true; do echo "TLS on 443"; sleep 9; done'))).toEqual([
      "spec.containers.0.ports: container 'a' declares port 443, and nothing in its script listens",
    ]);
  });

  test.each([['a server', set('exec nc -lk -p 443')], ['another file', set('echo', '/config/other.sh')]])(
    '%s is left alone', (_, yaml) => {
      expect(messagesOf(rule, yaml)).toEqual([]);
    },
  );
});
