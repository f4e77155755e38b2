import { IConstruct } from 'constructs';
import { at } from './errors';

/** What must be there. Types do not hold in JavaScript. */
export function given<T>(where: IConstruct, what: string, value: T | undefined, wayOut: string): T {
  if (value === undefined || value === null) {
    throw new Error(`${what} in ${at(where)} is missing: ${wayOut}`);
  }
  return value;
}

/** A list that has something in it. */
export function someOf<T>(where: IConstruct, what: string, list: T[] | undefined, wayOut: string): T[] {
  if (given(where, `list of ${what}`, list, wayOut).length === 0) {
    throw new Error(`list of ${what} in ${at(where)} is empty: ${wayOut}`);
  }
  return allOf(where, what, list!);
}

/** A list without gaps. */
export function allOf<T>(where: IConstruct, what: string, list: T[]): T[] {
  return list.map((one) => given(where, `one of the ${what}`, one, 'leave it out'));
}

/**
 * Several required properties at once: fails where one, or an item of its list, is undefined.
 *
 * @param where the construct, or what is asked for it
 */
export function checkGiven<T extends object>(where: IConstruct | string, props: T, ...names: (keyof T & string)[]): void {
  const isMissing = (value: unknown): boolean => (Array.isArray(value) ? value.some(isMissing) : value === undefined || value === null);
  const missing = names.find((name) => isMissing(props?.[name]));
  if (missing) {
    throw new Error(`'${missing}' of ${typeof where === 'string' ? where : at(where)} is undefined, or has an undefined item: set it`);
  }
}
