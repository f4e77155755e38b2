/** A function of an object that takes long, which is asked once for an object that nobody can change: many workloads share one. */
export function onceIfFrozen<O extends object, T>(compute: (object: O) => T): (object: O) => T {
  const known = new WeakMap<O, T>();
  return (object) => {
    const found = known.get(object);
    if (found !== undefined) {
      return found;
    }
    const result = compute(object);
    if (Object.isFrozen(object)) {
      known.set(object, result);
    }
    return result;
  };
}
