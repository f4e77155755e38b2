import { Field } from '../model/field';

export interface Repeated {
  readonly field: Field;
  /** The first one that says the same. */
  readonly first: Field;
}

/** Fields whose text is that of an earlier one. */
export function repeated(fields: readonly Field[], textOf = ({ text }: Field): string | undefined => text): Repeated[] {
  const texts = fields.map(textOf);
  return new Set(texts).size === texts.length ? [] : fields.flatMap((field, index) => {
    const first = texts.indexOf(texts[index]);
    return texts[index] && first < index ? [{ field, first: fields[first] }] : [];
  });
}
