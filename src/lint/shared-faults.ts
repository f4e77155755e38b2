import { Finding } from './finding';
import { Origin } from './model/field';
import { identityOf } from './suppression/suppression';

/** Findings in which what is wrong in one place is one finding, although several other objects lead to it: these are named in it. */
export class SharedFaults {
  public readonly findings: Finding[] = [];
  private readonly indices = new Map<string, number>();

  /** @param asked the object that led to it */
  public add(finding: Finding, asked: Origin): void {
    const { rule, place: { origin, path } } = finding;
    if (origin === asked) {
      this.push(finding);
      return;
    }
    const id = JSON.stringify([rule, identityOf(origin), path]);
    const index = this.indices.get(id);
    if (index === undefined) {
      this.indices.set(id, this.push(finding) - 1);
    } else {
      const known = this.findings[index];
      this.findings[index] = { ...known, related: [...known.related, ...ownCopy(finding).related] };
    }
  }

  private push(finding: Finding): number {
    return this.findings.push(ownCopy(finding));
  }
}

/** Its texts are pieces of those of files, which they would keep in memory. What is of no file has a construct, which a copy would lose. */
function ownCopy(finding: Finding): Finding {
  return finding.place.origin.file === undefined ? finding : structuredClone(finding);
}
