/** The most that is kept in mind, unless it is said otherwise. */
const MOST = 1000;

/** A function of a text that takes long and is asked for the same text again: many workloads have the same scripts, commands and configurations. */
export function memoized<T>(compute: (text: string) => T, most = MOST): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const result = known.get(text);
    return result === undefined ? remember(known, text, compute(text), most) : result;
  };
}

/** Keeps a result in mind, and forgets all others first when there are too many. */
export function remember<Key, T>(known: Map<Key, T>, key: Key, result: T, most = MOST): T {
  if (known.size === most) {
    known.clear();
  }
  known.set(key, result);
  return result;
}
