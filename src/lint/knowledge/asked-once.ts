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
  return (key) => answerOf(key, compute, () => compute(key));
}

/** The answer to a question about something, which is computed when it is asked first. */
export function answerOf<V>({ answers }: Remembering, question: unknown, compute: () => V): V {
  const known = answers.get(question) as Answer<V> | undefined;
  if (known) {
    known.readings.forEach(noteReading);
    return known.value;
  }
  let value: V;
  const readings = readingsOf(() => {
    value = compute();
  });
  answers.set(question, { value: value!, readings });
  return value!;
}
