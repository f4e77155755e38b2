/** The most texts that are kept in mind, unless it is said otherwise. */
export const MOST = 1000;

/** A function of a text that takes long and is asked for the same text again: many workloads have the same scripts, commands and configurations. */
export function memoized<T>(compute: (text: string) => T, most = MOST): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      result = compute(text);
      if (known.size === most) {
        known.clear();
      }
      known.set(text, result);
    }
    return result;
  };
}
