import { shellWithoutExec as rule } from '../../../src/lint/rules/shell-without-exec';
import { messagesOf } from '../support/findings';

const pod = (script: string, policy = 'Always') => JSON.stringify({
  apiVersion: 'v1', kind: 'Pod', spec: { restartPolicy: policy, containers: [{ name: 'a', command: ['sh', '-c', script] }] },
});

test.each([['java -jar /app.jar', 'java'], ['cd /app && node server.js', 'node'], ['python manage.py check\nPORT=80 gunicorn app', 'gunicorn'], ['/app/run --port 80', '/app/run']])(
  '%s is found', (script, program) => {
    expect(messagesOf(rule, pod(script))).toEqual([`spec.containers.0.command.2: the shell of container 'a' may stay the first process, in front of ${program}, and ignores SIGTERM`]);
  },
);

test.each([
  'cd /app && exec node server.js', 'trap "kill $!" TERM; node x & wait', 'while true; do date; sleep 5; done', 'node x | tee /log', 'exec "$@"', 'tail -F /log/a',
])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});

test('a pod that ends is left alone', () => {
  expect(messagesOf(rule, pod('python migrate.py', 'Never'))).toEqual([]);
});
