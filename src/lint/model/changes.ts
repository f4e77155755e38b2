import { Changes, Value } from './readings';
import { Likeness } from './shape';

const NO_CHANGES: Changes = { from: [], to: [], keepOneOf: () => false };

/** In what an object differs from the first one of its shape. */
export function changesOf({ first, changed, values }: Likeness): Changes {
  return {
    from: changed.map((number) => first[number]),
    to: values,
    keepOneOf: (...wanted) => first.some((value, number) => wanted.includes(value) && !changed.includes(number)),
  };
}

/** In what two objects of the same shape differ. */
export function changesBetween(one: Likeness, other: Likeness): Changes {
  if (one.changed.length === 0 && other.changed.length === 0) {
    return NO_CHANGES;
  }
  const numbers = new Set<number>();
  const from: Value[] = [];
  const to: Value[] = [];
  let [at, otherAt] = [0, 0];
  while (at < one.changed.length || otherAt < other.changed.length) {
    const number = Math.min(one.changed[at] ?? Infinity, other.changed[otherAt] ?? Infinity);
    const value = one.changed[at] === number ? one.values[at++] : one.first[number];
    const otherValue = other.changed[otherAt] === number ? other.values[otherAt++] : one.first[number];
    if (value !== otherValue) {
      numbers.add(number);
      from.push(value);
      to.push(otherValue);
    }
  }
  return { from, to, keepOneOf: (...values) => values.some((value) => valuesOf(one).some((kept, number) => kept === value && !numbers.has(number))) };
}

function valuesOf({ first, changed, values }: Likeness): readonly Value[] {
  const all = [...first];
  changed.forEach((number, index) => {
    all[number] = values[index];
  });
  return all;
}
