import { behaviour } from '../support/behaviour';
import { example } from '../support/examples';
import { Namespace, restarts } from '../support/namespace';

/** When the last run of an init container ended, and when the app's container started. */
async function order(namespace: Namespace, name: string): Promise<{ readonly ended: Date; readonly started: Date }> {
  const { status } = await namespace.read(`pods/${name}`);
  const { exitCode, finishedAt } = status.initContainerStatuses[0].state.terminated;
  expect(exitCode).toBe(0);
  return { ended: new Date(finishedAt), started: new Date(status.containerStatuses[0].state.running.startedAt) };
}

behaviour('init-demo starts the app after the init container has succeeded, and the app sees the file', async (namespace) => {
  await namespace.apply(example('init-demo'));
  await namespace.ready('init-demo');
  const { ended, started } = await order(namespace, 'init-demo');
  expect(started.getTime()).toBeGreaterThanOrEqual(ended.getTime());
  expect(await namespace.logged('init-demo', 'main-app', 'the file', (text) => text.endsWith('\n'))).toBe('Configuration from the init container\n');
  return `init container ended ${ended.toISOString()}, app started ${started.toISOString()}`;
});

behaviour('init-retry-demo starts the app after the third try, whose volume has what the tries before left', async (namespace) => {
  await namespace.apply(example('init-retry-demo'));
  const pod = await namespace.ready('init-retry-demo');
  const { ended, started } = await order(namespace, 'init-retry-demo');
  expect(started.getTime()).toBeGreaterThanOrEqual(ended.getTime());
  expect(restarts(pod, 'flaky-init')).toBe(2);
  expect(restarts(pod, 'main')).toBe(0);
  expect((await namespace.logs('init-retry-demo', 'flaky-init')).toString()).toBe('Try 3\nSucceeded\n');
  expect(await namespace.logged('init-retry-demo', 'main', 'its line', (text) => text.endsWith('\n'))).toBe('Main container started\n');
  return `2 restarts, then 'Try 3', init container ended ${ended.toISOString()}, app started ${started.toISOString()}`;
});
