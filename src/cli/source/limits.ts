import { CST, Parser } from 'yaml';

export const DEEPEST = 200;
const LONGEST = 16 * 1024 * 1024;
export const MOST_PARTS = 1_000_000;

/**
 * Refuses a document that would take all memory or the whole stack: the parser takes any, but its nodes are composed by recursion, and a
 * stack that is almost full ends the process.
 *
 * @throws what is too much
 */
export function checkSize(text: string): void {
  if (text.length > LONGEST) {
    throw new Error(`a document of ${Math.ceil(text.length / 1024 / 1024)} MiB is not checked: the limit is ${LONGEST / 1024 / 1024} MiB`);
  }
  const { depth, parts } = estimate(text);
  if (parts > MOST_PARTS) {
    throw new Error(`a document of more than ${MOST_PARTS} fields and lines is not checked`);
  }
  if (depth > DEEPEST && depthOf(new Parser().parse(text)) > DEEPEST) {
    throw new Error(`nested more than ${DEEPEST} levels deep`);
  }
}

/** At most what the document has, found in one cheap pass: brackets in texts count too. */
function estimate(text: string): { readonly depth: number; readonly parts: number } {
  let [open, deepest, parts] = [0, 0, 0];
  for (const { 0: token } of text.matchAll(/[[{]|[\]}]|[:,]|(?:^|[\r\n])[ ?-]*/g)) {
    switch (token) {
      case '[': case '{': open++; break;
      case ']': case '}': open = Math.max(0, open - 1); break;
      default: parts++;
    }
    deepest = Math.max(deepest, open + token.length);
  }
  return { depth: deepest, parts };
}

/** Without recursion, which is what this is for. */
function depthOf(tokens: Iterable<CST.Token>): number {
  let deepest = 0;
  const waiting = [...tokens].map((token) => ({ token: token as CST.Token | null | undefined, depth: 0 }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { token, depth } = next;
    deepest = Math.max(deepest, depth);
    if (token && 'items' in token) {
      token.items.forEach(({ key, value }) => waiting.push({ token: key, depth: depth + 1 }, { token: value, depth: depth + 1 }));
    } else if (token?.type === 'document') {
      waiting.push({ token: token.value, depth });
    }
  }
  return deepest;
}

/**
 * Refuses a value that is small as text and huge when its aliases are followed.
 *
 * @throws if it is
 */
export function checkExpansion(value: unknown): void {
  let parts = 0;
  const waiting = [{ value, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value: whole, depth } = next;
    if (typeof whole === 'object' && whole !== null) {
      for (const part of Object.values(whole) as unknown[]) {
        waiting.push({ value: part, depth: depth + 1 });
      }
    }
    if (depth > DEEPEST) {
      throw new Error(`its aliases stand for more than ${DEEPEST} levels`);
    }
    if (++parts > MOST_PARTS) {
      throw new Error(`its aliases stand for more than ${MOST_PARTS} fields`);
    }
  }
}
