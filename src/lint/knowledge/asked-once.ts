import { noteReading, Readings, readingsOf } from '../model/readings';

/** What answers about it are kept in. */
export interface Remembering {
  readonly answers: unknown[];
}

interface Answer<V> {
  readonly value: V;
  readonly readings: Readings;
}

let questions = 0;

/** The same function, which computes an answer once: many rules ask the same of a container. Nobody changes what it returns. */
export function askedOnce<K extends Remembering, V>(compute: (key: K) => V): (key: K) => V {
  const question = questions++;
  return (key) => {
    const known = key.answers[question] as Answer<V> | undefined;
    if (known) {
      known.readings.forEach(noteReading);
      return known.value;
    }
    let value: V;
    const readings = readingsOf(() => {
      value = compute(key);
    });
    key.answers[question] = { value: value!, readings };
    return value!;
  };
}
