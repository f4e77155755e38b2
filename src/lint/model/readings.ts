let count = 0;

/** Notes that somebody has read what a shape leaves out: the value of an environment variable, or something that may hold one. */
export function noteReading(): void {
  count++;
}

/** Whether the work has read such a value. */
export function readsValues(work: () => void): boolean {
  const before = count;
  work();
  return count > before;
}
