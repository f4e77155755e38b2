/** The lines of a text that ends with a newline. */
export function lines(text: Buffer | string): string[] {
  return text.toString().split('\n').slice(0, -1);
}

/** How often each occurs beyond the first time, together. */
export function duplicates(values: unknown[]): number {
  return values.length - new Set(values).size;
}

/** The numbers behind a word, in their order: 'entry 7' is 7 behind 'entry'. */
export function numbersBehind(word: string, text: Buffer | string): number[] {
  return Array.from(text.toString().matchAll(new RegExp(`\\b${word} (\\d+)`, 'g')), ([, number]) => Number(number));
}

export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
