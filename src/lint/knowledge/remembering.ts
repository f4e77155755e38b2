/** How many scripts are remembered: many workloads often run the same ones. */
export const SCRIPTS = 32;

/** The same function, which remembers its last answers. */
export function remembering<V>(most: number, compute: (key: string) => V): (key: string) => V {
  const known = new Map<string, { readonly answer: V }>();
  return (key) => {
    const found = known.get(key) ?? { answer: compute(key) };
    known.delete(key);
    known.set(key, found);
    if (known.size > most) {
      known.delete(known.keys().next().value!);
    }
    return found.answer;
  };
}
