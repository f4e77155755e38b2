import { IndexedMember, Members } from './members';
import { grouped } from '../../core/values/grouped';

const NONE: readonly IndexedMember[] = [];

type Lists = ReadonlyMap<string | undefined, readonly IndexedMember[]>;

/** Members of which there are not too many to have them in memory. They are put in order by what is asked for, which is little as a rule. */
export class MemberList implements Members {
  private byKind?: Lists;
  private byId?: Lists;
  private byFile?: Lists;
  private byLabel?: Lists;

  constructor(private readonly members: readonly IndexedMember[]) {}

  public get kinds(): readonly string[] {
    return [...this.listsByKind.keys()] as string[];
  }

  public all(): readonly IndexedMember[] {
    return this.members;
  }

  public has(kind: string): boolean {
    return this.listsByKind.has(kind);
  }

  public ofKind(kind: string): readonly IndexedMember[] {
    return this.listsByKind.get(kind) ?? NONE;
  }

  public withId(id: string): readonly IndexedMember[] {
    this.byId ??= grouped(this.members, ({ kind, name }) => [`${kind}/${name}`]);
    return this.byId.get(id) ?? NONE;
  }

  public inFile(file: string | undefined): readonly IndexedMember[] {
    this.byFile ??= grouped(this.members, ({ origin }) => [origin.file]);
    return this.byFile.get(file) ?? NONE;
  }

  public withLabel(label: string): readonly IndexedMember[] {
    this.byLabel ??= grouped(this.members, ({ pods }) => new Set(pods.flat()));
    return this.byLabel.get(label) ?? NONE;
  }

  public withRarest(labels: readonly string[]): readonly IndexedMember[] {
    return labels.map((label) => this.withLabel(label)).reduce((fewest, list) => list.length < fewest.length ? list : fewest);
  }

  private get listsByKind(): Lists {
    return this.byKind ??= grouped(this.members, ({ kind }) => [kind]);
  }
}
