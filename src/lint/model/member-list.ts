import { IndexedMember, Members } from './members';
import { SetMember } from './set-member';

const NONE: readonly IndexedMember[] = [];

type Lists = Map<string | undefined, IndexedMember[]>;

/** Members of which there are not too many to have them in memory. */
export class MemberList implements Members {
  private readonly members: IndexedMember[] = [];
  private readonly byKind: Lists = new Map();
  private readonly byId: Lists = new Map();
  private readonly byFile: Lists = new Map();
  private readonly byLabel: Lists = new Map();

  public add({ kind, name, namespace, origin, pods, selector, concerns, involves }: SetMember): void {
    const member: IndexedMember = { kind, name, namespace, origin, pods, selector, concerns, involves, index: this.members.length };
    this.members.push(member);
    put(this.byKind, kind, member);
    put(this.byId, `${kind}/${name}`, member);
    put(this.byFile, origin.file, member);
    new Set(pods.flat()).forEach((label) => put(this.byLabel, label, member));
  }

  public get kinds(): readonly string[] {
    return [...this.byKind.keys()] as string[];
  }

  public all(): readonly IndexedMember[] {
    return this.members;
  }

  public has(kind: string): boolean {
    return this.byKind.has(kind);
  }

  public ofKind(kind: string): readonly IndexedMember[] {
    return this.byKind.get(kind) ?? NONE;
  }

  public withId(id: string): readonly IndexedMember[] {
    return this.byId.get(id) ?? NONE;
  }

  public inFile(file: string | undefined): readonly IndexedMember[] {
    return this.byFile.get(file) ?? NONE;
  }

  public withLabel(label: string): readonly IndexedMember[] {
    return this.byLabel.get(label) ?? NONE;
  }

  public withRarest(labels: readonly string[]): readonly IndexedMember[] {
    return labels.map((label) => this.withLabel(label)).reduce((fewest, list) => list.length < fewest.length ? list : fewest);
  }
}

function put(lists: Lists, key: string | undefined, member: IndexedMember): void {
  const list = lists.get(key);
  if (list) {
    list.push(member);
  } else {
    lists.set(key, [member]);
  }
}
