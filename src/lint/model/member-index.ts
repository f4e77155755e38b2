import { Origin } from './field';
import { IndexedMember, Members } from './members';
import { Postings } from './postings';
import { Concern, SetMember } from './set-member';
import { grown, Texts } from './texts';
import { remember } from '../../core/values/memoized';

const PARTS = 8;
const [KIND, ID, NAMESPACE, FILE, PLACE, PODS, SELECTOR, RULES] = Array.from({ length: PARTS }, (_, part) => part);

/** Members as one text, which is sent from one thread to another in a fraction of the time. */
export function written(members: readonly SetMember[]): string {
  return members.flatMap(partsOf).join('\n'); // in JSON there are no line breaks
}

/** JSON of each part. */
function partsOf({ kind, name, namespace, origin, pods, selector, concerns, involves }: SetMember): string[] {
  const { file, document, prefix, isPatch, kustomized } = origin; // in charts there is a construct too, which is no plain data
  return [kind, `${kind}/${name}`, namespace, file, { document, prefix, isPatch, kustomized }, pods, selector, { concerns, involves }].map(textOf);
}

/**
 * What is known of the objects that are checked together. There may be very many, so of each it has only the numbers of some texts, and most of
 * these are texts of others too.
 */
export class MemberIndex implements Members {
  private readonly texts = new Texts();
  private readonly byKind = new Postings();
  private readonly byId = new Postings();
  private readonly byLabel = new Postings();
  private readonly byFile = new Postings();
  private rows: Uint32Array = new Uint32Array(0);
  private count = 0;
  /** What texts stand for; many of them stand in many members. */
  private readonly values = new Map<number, { readonly value: unknown }>();

  /** Adds what `written` has written. */
  public addWritten(members: string): void {
    const parts = members.split('\n');
    for (let start = 0; start + PARTS <= parts.length; start += PARTS) {
      this.addParts(parts.slice(start, start + PARTS));
    }
  }

  public *all(): Generator<IndexedMember> {
    for (let index = 0; index < this.count; index++) {
      yield new StoredMember(this, index);
    }
  }

  public get kinds(): string[] {
    return [...this.byKind.all()].map((kind) => this.valueAt(kind) as string);
  }

  public has(kind: string): boolean {
    return this.numbers(this.byKind, kind).length > 0;
  }

  public ofKind(kind: string): IndexedMember[] {
    return this.listed(this.byKind, kind);
  }

  /** @param id kind and name, such as `ConfigMap/settings` */
  public withId(id: string): IndexedMember[] {
    return this.listed(this.byId, id);
  }

  public inFile(file: string | undefined): IndexedMember[] {
    return this.listed(this.byFile, file);
  }

  /** Those of which a pod has the label, as `labelId` writes it. */
  public withLabel(label: string): IndexedMember[] {
    return this.listed(this.byLabel, label);
  }

  /** Those of which a pod may have all of the labels: the fewest that one of them leads to. */
  public withRarest(labels: readonly string[]): IndexedMember[] {
    const lists = labels.map((label) => this.numbers(this.byLabel, label));
    return this.members(lists.reduce((fewest, list) => list.length < fewest.length ? list : fewest));
  }

  /** A part of what is known of a member, for the member. */
  public valueOf(index: number, part: number): unknown {
    return this.valueAt(this.rows[index * PARTS + part]);
  }

  /** The same by the number of its text. */
  public valueAt(number: number): unknown {
    const known = this.values.get(number) ?? remember(this.values, number, { value: valueOf(this.texts.at(number)) });
    return known.value;
  }

  private addParts(parts: readonly string[]): void {
    const index = this.count++;
    this.rows = grown(this.rows, this.count * PARTS);
    const row = this.rows.subarray(index * PARTS);
    parts.forEach((part, at) => {
      row[at] = this.texts.add(part);
    });
    this.byKind.add(row[KIND], index);
    this.byId.add(row[ID], index);
    this.byFile.add(row[FILE], index);
    new Set((valueOf(parts[PODS]) as string[][]).flat()).forEach((label) => this.byLabel.add(this.texts.add(textOf(label)), index));
  }

  private listed(postings: Postings, key: string | undefined): IndexedMember[] {
    return this.members(this.numbers(postings, key));
  }

  private members(numbers: Uint32Array): IndexedMember[] {
    return Array.from(numbers, (index) => new StoredMember(this, index));
  }

  private numbers(postings: Postings, key: string | undefined): Uint32Array {
    const number = this.texts.find(textOf(key));
    return number === undefined ? new Uint32Array(0) : postings.of(number);
  }
}

/** A member of an index, read from it as it is asked. */
class StoredMember implements IndexedMember {
  /** @param index its number: members are counted from 0 as they are added */
  constructor(private readonly members: MemberIndex, public readonly index: number) {}

  public get kind(): string {
    return this.members.valueOf(this.index, KIND) as string;
  }

  public get name(): string {
    return (this.members.valueOf(this.index, ID) as string).slice(this.kind.length + 1);
  }

  public get namespace(): string | undefined {
    return this.members.valueOf(this.index, NAMESPACE) as string | undefined;
  }

  public get origin(): Origin {
    const file = this.members.valueOf(this.index, FILE) as string | undefined;
    return { ...file !== undefined && { file }, ...this.members.valueOf(this.index, PLACE) as Origin };
  }

  public get pods(): readonly (readonly string[])[] {
    return this.members.valueOf(this.index, PODS) as string[][];
  }

  public get selector(): readonly string[] | undefined {
    return this.members.valueOf(this.index, SELECTOR) as string[] | undefined;
  }

  public get concerns(): readonly Concern[] {
    return (this.members.valueOf(this.index, RULES) as SetMember).concerns;
  }

  public get involves(): readonly number[] | undefined {
    return (this.members.valueOf(this.index, RULES) as SetMember).involves;
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

function valueOf(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text) as unknown;
}
