import { IConstruct } from 'constructs';
import { at } from '../core/values/errors';

/** A file of plain SQL: a number, with dots maybe, and then anything. */
const PLAIN = /^[Vv]?(\d+(?:\.\d+)*)(?!\d).*\.sql$/;

/** The files of plain SQL by the numbers in front of their names: 2 comes before 10. */
export function orderPlainFiles(names: string[], where: IConstruct): string[] {
  return orderFiles(names, where, (name) => PLAIN.exec(name)?.[1], 'begin it with a number and end it with .sql, as in 001_create_tables.sql');
}

/**
 * Files by their versions.
 *
 * @param versionOf gives nothing for a file that the tool would skip
 */
export function orderFiles(
  names: string[], where: IConstruct, versionOf: (name: string) => string | undefined, wayOut: string,
): string[] {
  if (names.length === 0) {
    throw new Error(`migrations of ${at(where)} have no files: add at least one`);
  }
  const files = names.map((name) => ({ name, parts: partsOf(name, versionOf(name), where, wayOut) }));
  files.sort((one, other) => compareParts(one.parts, other.parts));
  files.slice(1).forEach((file, index) => {
    if (compareParts(files[index].parts, file.parts) === 0) {
      throw new Error(`files '${files[index].name}' and '${file.name}' of ${at(where)} have the same version: give one of them another number`);
    }
  });
  return files.map(({ name }) => name);
}

function partsOf(name: string, version: string | undefined, where: IConstruct, wayOut: string): bigint[] {
  if (version === undefined || !/^[-._a-zA-Z0-9]+$/.test(name)) {
    throw new Error(`file '${name}' of ${at(where)} has a name that the tool does not recognize as a migration:`
      + ` ${wayOut}, with letters, digits, '.', '-' and '_' only, or remove it`);
  }
  return version.split('.').map(BigInt);
}

function compareParts(one: bigint[], other: bigint[]): number {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const difference = (one[index] ?? BigInt(0)) - (other[index] ?? BigInt(0));
    if (difference !== BigInt(0)) {
      return difference < BigInt(0) ? -1 : 1;
    }
  }
  return 0;
}
