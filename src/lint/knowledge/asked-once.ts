import { noteReading, Readings, readingsOf } from '../model/readings';

/** What answers about it are kept in. */
export interface Remembering {
  readonly answers: Map<unknown, unknown>;
}

interface Answer<V> {
  readonly value: V;
  readonly readings: Readings;
}

/** The same function, which computes an answer once: many rules ask the same of a container. Nobody changes what it returns. */
export function askedOnce<K extends Remembering, V>(compute: (key: K) => V): (key: K) => V {
  return (key) => {
    const known = key.answers.get(compute) as Answer<V> | undefined;
    if (known) {
      known.readings.forEach(noteReading);
      return known.value;
    }
    let value: V;
    const readings = readingsOf(() => {
      value = compute(key);
    });
    key.answers.set(compute, { value: value!, readings });
    return value!;
  };
}
