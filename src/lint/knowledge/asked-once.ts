/** What answers about it are kept in. */
export interface Remembering {
  readonly answers: unknown[];
}

const NOTHING = Symbol('nothing');

let questions = 0;

/** The same function, which computes an answer once: many rules ask the same of a container. Nobody changes what it returns. */
export function askedOnce<K extends Remembering, V>(compute: (key: K) => V): (key: K) => V {
  const question = questions++;
  return (key) => {
    const known = key.answers[question];
    if (known !== undefined) {
      return known === NOTHING ? undefined as V : known as V;
    }
    const answer = compute(key);
    key.answers[question] = answer === undefined ? NOTHING : answer;
    return answer;
  };
}
