/** Default values for some properties of a struct. */
export type DefaultsOf<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };

/** A struct that has a value where its defaults have one. */
export type Resolved<T, D> = Omit<T, keyof D> & { readonly [K in keyof T & keyof D]-?: NonNullable<T[K]> };

/** What is given, and defaults for what is left out, undefined or null. */
export function withDefaults<T extends object, D extends DefaultsOf<T>>(given: T | undefined, defaults: D): Resolved<T, D> {
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return Object.assign({}, defaults, Object.fromEntries(set)) as unknown as Resolved<T, D>;
}
