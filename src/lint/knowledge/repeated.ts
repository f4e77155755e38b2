import { Field } from '../model/field';

export interface Repeated {
  readonly field: Field;
  /** The first one that says the same. */
  readonly first: Field;
}

/** Fields whose text is that of an earlier one. */
export function repeated(fields: readonly Field[], identityOf: (field: Field) => unknown = ({ identity }) => identity): Repeated[] {
  const named = fields.filter((field) => field.ask(isName));
  const identities = named.map(identityOf);
  return new Set(identities).size === identities.length ? [] : named.flatMap((field, index) => {
    const first = identities.indexOf(identities[index]);
    return first < index ? [{ field, first: named[first] }] : [];
  });
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
