import { once } from 'node:events';
import * as fs from 'node:fs';
import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Shell } from './support/shell';
import { RetriedStep } from '../../src';
import { describeShells } from '../support/toolbox';
import { containerOf, newChart, newDeployment, podSpecOf } from '../support/workloads';

describeShells('retry.sh in %s', { own: ['od', 'sleep'] }, (box) => {
  let place: Shell;
  beforeEach(() => { place = new Shell(box); });
  afterEach(() => place.remove());

  const FAILS = 'echo "$# $1" >> tries; echo out; echo err >&2; [ "$(while read -r line; do printf x; done < tries)" = "$1" ] || exit 9';
  const retry = (args: string[], tries: number) => place.run('retry.sh', args, { RETRY_MAX_ATTEMPTS: `${tries}`, RETRY_PAUSE: '100', RETRY_MAX_PAUSE: '200' });

  test('runs the command until it succeeds', async () => {
    place.program('flaky', FAILS);
    const { code, stdout, stderr } = await retry(['flaky', 'xxx', 'a b'], 5);
    expect(code).toBe(0);
    expect(stdout.replace(/0\.\d{3}/g, 'n')).toBe([1, 2].map((n) => `out\ntry ${n} of 5 failed with exit code 9: next in n s\n`).join('') + 'out\n');
    expect(stderr).toBe('err\n'.repeat(3));
    expect(fs.readFileSync(place.file('tries'), 'utf8')).toBe('2 xxx\n'.repeat(3));
  });

  test('gives up with the exit code of the last try', async () => {
    place.program('flaky', FAILS);
    const { code, stdout } = await retry(['flaky', 'never'], 2);
    expect([code, stdout]).toEqual([9, expect.stringMatching(/out\ntry 2 of 2 failed with exit code 9: giving up\n$/)]);
  });

  test('stops the command when it receives SIGTERM', async () => {
    place.program('hang', 'trap "exit 0" TERM; echo started; while :; do sleep 0.1; done');
    const { child, ended } = place.start('retry.sh', ['hang'], { RETRY_MAX_ATTEMPTS: '3', RETRY_PAUSE: '100', RETRY_MAX_PAUSE: '100' });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(143);
  });
});

const STEP = { image: 'app:1', command: ['app', 'setup'] };

test('a retried step runs its command through the script', () => {
  const chart = newChart();
  new RetriedStep(newDeployment(chart), 'Setup', { ...STEP, args: ['--now'], maxAttempts: 3, pause: Duration.minutes(1), maxPause: Duration.seconds(10) });
  const { command, args, env } = containerOf(podSpecOf(chart), 'setup');
  expect([command, args]).toEqual([['sh', '/pod-pattern-scripts/retry.sh'], ['app', 'setup', '--now']]);
  expect(env).toEqual([
    { name: 'RETRY_MAX_ATTEMPTS', value: '3' },
    { name: 'RETRY_PAUSE', value: '10000' },
    { name: 'RETRY_MAX_PAUSE', value: '10000' },
  ]);
});

test('fails when there is no command', () => {
  expect(() => new RetriedStep(newDeployment(), 'Setup', { image: 'app:1' })).toThrow('\'shop/Web/Setup\' has no command');
});

test('fails when the program is empty', () => {
  expect(() => new RetriedStep(newDeployment(), 'Setup', { image: 'app:1', command: [''] })).toThrow("command of 'shop/Web/Setup' begins with an empty word: begin it with the program");
});

test.each([0, -1, 1.5])('fails when the number of attempts is not valid: %p', (maxAttempts) => {
  expect(() => new RetriedStep(newDeployment(), 'Setup', { ...STEP, maxAttempts })).toThrow(`maxAttempts ${maxAttempts} of 'shop/Web/Setup' is not a valid number of attempts`);
});

test.each(['pause', 'maxPause'])('fails when %s is zero', (property) => {
  expect(() => new RetriedStep(newDeployment(), 'Setup', { ...STEP, [property]: Duration.seconds(0) })).toThrow(`${property} in 'shop/Web/Setup' is zero`);
});

test('fails when a password is in plain text', () => {
  const step = (props: object) => () => new RetriedStep(newDeployment(), 'Setup', { ...STEP, ...props });
  expect(step({ env: { API_TOKEN: kplus.EnvValue.fromValue('x1') } })).toThrow("'API_TOKEN' of 'shop/Web/Setup' has a password in plain text");
  expect(step({ args: ['--password=x1'] })).toThrow("word 3 of the command of 'shop/Web/Setup' has a password in plain text");
});
