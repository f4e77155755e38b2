/*
 * The types of the public API, as `projenrc/argument-types.mjs` writes them.
 */

/** A type in the form of the table. */
export type ArgumentType = string | { readonly array: ArgumentType } | { readonly map: ArgumentType } | { readonly of: string };
export type Parameter = readonly [name: string, type: ArgumentType, required: boolean];
export type Methods = { readonly [name: string]: Parameter[] };

/** The whole table. */
export interface ArgumentTypes {
  readonly classes: {
    readonly [name: string]: {
      readonly fqn: string;
      /** How its objects are made or named. */
      readonly choices: string[];
      readonly initializer: Parameter[];
      readonly static: Methods;
      readonly instance: Methods;
    };
  };
  /** Of other packages too. */
  readonly structs: { readonly [fqn: string]: { readonly [property: string]: [ArgumentType, boolean] } };
  /** The values of members by their names, of other packages too. */
  readonly enums: { readonly [fqn: string]: { readonly [member: string]: string | number } };
  /** What a type of another package is. */
  readonly foreign: { readonly [fqn: string]: string };
}
