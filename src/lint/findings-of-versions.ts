import { Finding } from './finding';

/** One finding for all versions that it is true of, with these versions unless it is true of all. */
export function findingsOfVersions(minors: readonly number[], findings: readonly Finding[][]): Finding[] {
  const found = new Map<string, { finding: Finding; in: number[] }>();
  findings.forEach((list, index) => list.forEach((finding) => {
    const { rule, place, message } = finding;
    const id = JSON.stringify([rule, place.origin, place.path, message]);
    const known = found.get(id) ?? { finding, in: [] };
    found.set(id, { ...known, in: [...known.in, minors[index]] });
  }));
  return [...found.values()].map(({ finding, in: trueOf }) => trueOf.length === minors.length ? finding : { ...finding, minors: trueOf });
}
