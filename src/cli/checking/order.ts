import { Finding } from '../../lint/finding';

/** Findings as a reader of their files comes to them; files in the order in which they first have one. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const files = [...new Set(findings.map(fileOf))];
  const turn = new Map(files.map((file, index) => [file, index]));
  return [...findings].sort((one, other) => turn.get(fileOf(one))! - turn.get(fileOf(other))! || at(one, 'startLine') - at(other, 'startLine')
    || at(one, 'startColumn') - at(other, 'startColumn'));
}

function fileOf({ place: { origin } }: Finding): string | undefined {
  return origin.file;
}

function at({ place: { region } }: Finding, where: 'startLine' | 'startColumn'): number {
  return region?.[where] ?? 0;
}
