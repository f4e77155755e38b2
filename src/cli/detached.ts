/** A copy of a text: a piece of a long one keeps all of it in memory otherwise. */
export function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
