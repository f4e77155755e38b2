import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { keepHeapSmall } from '../../src/cli/small-heap';

afterAll(() => {
  setFlagsFromString('--heap-growing-percent=0');
  setFlagsFromString('--semi-space-growth-factor=2');
});

/** What V8 of Node 26 takes at least, although it starts with less. */
const LEAST = 2 * 1024 * 1024;

/** Keeps a million objects, and answers with the bytes that are set aside for new ones before and after. */
const KEEPER = `
  const { parentPort } = require('node:worker_threads');
  const roomForNewObjects = () => require('node:v8').getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size;
  parentPort.once('message', () => {
    const before = roomForNewObjects();
    const kept = Array.from({ length: 1_000_000 }, (_, number) => ({ number }));
    parentPort.postMessage([before, roomForNewObjects(), kept.length]);
  });`;

test('the room for new objects does not grow with what is kept, once threads have started', async () => {
  const worker = new Worker(KEEPER, { eval: true });
  await once(worker, 'online');
  keepHeapSmall();
  worker.postMessage('keep');
  const [[before, after]] = await once(worker, 'message');
  await worker.terminate();
  expect(after).toBeLessThanOrEqual(Math.max(before, LEAST));
});
