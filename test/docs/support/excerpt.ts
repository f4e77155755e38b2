/**
 * Whether an excerpt is part of the real thing, as the paths at which it is not:
 *
 * - An object is part of another one that has all its keys, with values that the excerpt's values are part of.
 * - An array is part of another one that has, in the same order, an element for each of its elements that this one is part of;
 *   more elements may stand before, between and behind them.
 * - Everything else is part of what is equal.
 */
export function differences(excerpt: unknown, real: unknown, path = ''): string[] {
  if (Array.isArray(excerpt)) {
    return Array.isArray(real) ? differencesOfArrays(excerpt, real, path) : [`${path}: no array, but ${text(real)}`];
  }
  if (isObject(excerpt)) {
    return isObject(real)
      ? Object.entries(excerpt).flatMap(([key, value]) => key in real
        ? differences(value, real[key], `${path}.${key}`)
        : [`${path}.${key}: not there`])
      : [`${path}: no object, but ${text(real)}`];
  }
  return Object.is(excerpt, real) ? [] : [`${path}: not ${text(excerpt)}, but ${text(real)}`];
}

/** The first element that fits leaves most for the others. */
function differencesOfArrays(excerpt: unknown[], real: unknown[], path: string): string[] {
  let next = 0;
  for (const [index, element] of excerpt.entries()) {
    const found = real.findIndex((one, at) => at >= next && differences(element, one).length === 0);
    if (found < 0) {
      const closest = closestOf(element, real.slice(next), `${path}[${index}]`);
      return [`${path}[${index}]: in no element from number ${next} on`, ...closest];
    }
    next = found + 1;
  }
  return [];
}

/** The differences from what the excerpt is closest to. */
export function closestOf(excerpt: unknown, candidates: unknown[], path = ''): string[] {
  const all = candidates.map((candidate) => differences(excerpt, candidate, path));
  return all.sort((one, other) => one.length - other.length)[0] ?? [];
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
