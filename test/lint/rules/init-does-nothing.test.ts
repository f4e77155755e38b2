import { initDoesNothing as rule } from '../../../src/lint/rules/init-does-nothing';
import { messagesOf } from '../support/findings';

const pod = (script: string, list = 'initContainers') => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { [list]: [{ name: 'i', command: ['sh', '-c', script] }] } });

test.each(['echo Setup complete >&2', 'echo "checking the database; please wait"\nsleep 3 && echo done'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual(["spec.initContainers.0.command.2: init container 'i' prints and sleeps, and does nothing else"]);
});

test.each(['echo a=1 > /config/app.conf', 'echo 262144 > /proc/sys/vm/max_map_count', 'echo waiting; nc -z db 5432', 'echo "$(wget -qO- http://db)"', 'sysctl -w net.core.somaxconn=1024'])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});

test('other containers are left alone', () => {
  expect(messagesOf(rule, pod('echo started; sleep 3600', 'containers'))).toEqual([]);
});
