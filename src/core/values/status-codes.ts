/** Codes as patterns of the shell, separated by blanks. */
export function statusPatterns(url: string, codes: number[] | undefined, otherwise: string): string {
  const wrong = codes?.find((code) => !Number.isInteger(code) || code < 100 || code > 599);
  if (wrong !== undefined || codes?.length === 0) {
    throw new Error(`status ${wrong ?? '[]'} expected from ${url} is not valid: use codes from 100 to 599 or leave 'healthyStatuses' out`);
  }
  return codes?.join(' ') ?? otherwise;
}
