import { initDoesNothing as rule } from '../../../src/lint/rules/init-does-nothing';
import { messagesOf } from '../support/findings';

const pod = (script: string, list = 'initContainers') => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { [list]: [{ name: 'i', command: ['sh', '-c', script] }] } });

test.each(['echo Setup complete >&2', 'echo "checking the database; please wait"\nsleep 3 && echo done'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual(["spec.initContainers.0.command.2: init container 'i' prints and sleeps, and does nothing else"]);
});

test.each(['echo a=1 > /config/app.conf', 'echo 262144 > /proc/sys/vm/max_map_count', 'echo waiting; nc -z db 5432', 'echo "$(wget -qO- http://db)"', 'sysctl -w net.core.somaxconn=1024'])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});

test('what brings the image of a program to each node is left alone', () => {
  const daemons = (image: string) => JSON.stringify({
    apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { template: { spec: { initContainers: [{ name: 'i', image, command: ['sh', '-c', 'echo pulled'] }] } } },
  });
  expect(messagesOf(rule, daemons('acme/notebook:4.2.0'))).toEqual([]);
  expect(messagesOf(rule, daemons('busybox:1.37.0'))).toHaveLength(1);
});

test('other containers are left alone', () => {
  expect(messagesOf(rule, pod('echo started; sleep 3600', 'containers'))).toEqual([]);
});
