/**
 * An object with more properties. A literal that spreads an object before other properties gets another hidden class each time, in V8 of
 * Node 20, and all code that reads it later is slow too. Code that runs for every workload uses this function instead.
 */
export function extend<One extends object, More extends object>(one: One, more: More): Omit<One, keyof More> & More {
  return Object.assign({}, one, more);
}
