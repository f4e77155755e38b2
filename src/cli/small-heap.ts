import { setFlagsFromString } from 'node:v8';

/**
 * Nearly all that a command makes is needed for a moment only. Otherwise, the heap may grow to several times of that before old objects are
 * freed, and the room for new objects to 32 MiB with the number of files. V8 lets that room grow again whenever a thread has started.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=20');
  setFlagsFromString('--semi-space-growth-factor=1');
}
