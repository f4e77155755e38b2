import { isWatched, noteReadings, Readings, readingsOf } from '../model/readings';

/** What answers about it are kept in. */
export interface Remembering {
  readonly answers: Map<unknown, unknown>;
}

interface Answer<V> {
  readonly value: V;
  /** Undefined if nobody wanted to know them when it was computed. */
  readonly readings?: Readings;
}

/** The same function, which computes an answer once: many rules ask the same of a container. Nobody changes what it returns. */
export function askedOnce<K extends Remembering, V>(compute: (key: K) => V): (key: K) => V {
  return (key) => answerOf(key, compute, () => compute(key));
}

/** The answer to a question about something, which is computed when it is asked first. */
export function answerOf<V>({ answers }: Remembering, question: unknown, compute: () => V): V {
  const known = answers.get(question) as Answer<V> | undefined;
  const needsReadings = isWatched();
  if (known && (known.readings || !needsReadings)) {
    if (needsReadings) {
      noteReadings(known.readings!);
    }
    return known.value;
  }
  const answer = needsReadings ? watched(compute) : { value: compute() };
  answers.set(question, answer);
  return answer.value;
}

function watched<V>(compute: () => V): Answer<V> {
  let value: V;
  const readings = readingsOf(() => {
    value = compute();
  });
  return { value: value!, readings };
}
