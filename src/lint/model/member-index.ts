import { Origin } from './field';
import { IndexedMember, Members } from './members';
import { Postings } from './postings';
import { Concern, SetMember } from './set-member';
import { grown, Texts } from './texts';
import { memoized } from '../../core/values/memoized';

const PARTS = 8;
const [KIND, ID, NAMESPACE, FILE, PLACE, PODS, SELECTOR, RULES] = Array.from({ length: PARTS }, (_, part) => part);

/** What texts stand for; most of them stand in many members. */
const valueOf = memoized((text: string) => ({ value: text === '' ? undefined : JSON.parse(text) as unknown }));

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
  private rows = new Uint32Array(0);
  private count = 0;

  public add({ kind, name, namespace, origin, pods, selector, concerns, involves }: SetMember): void {
    const index = this.count++;
    const { file, document, prefix, isPatch, kustomized } = origin; // in charts there is a construct too, which is no plain data
    const place = { document, prefix, isPatch, kustomized };
    const labels = pods.map((own) => this.numbersOf(own));
    const row = [kind, `${kind}/${name}`, namespace, file, place, labels, selector && this.numbersOf(selector), { concerns, involves }]
      .map((part) => this.numberOf(part));
    this.rows = grown(this.rows, this.count * PARTS);
    this.rows.set(row, index * PARTS);
    this.byKind.add(row[KIND], index);
    this.byId.add(row[ID], index);
    this.byFile.add(row[FILE], index);
    new Set(labels.flat()).forEach((label) => this.byLabel.add(label, index));
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
    return valueOf(this.texts.at(number)).value;
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

  private numbersOf(labels: readonly string[]): number[] {
    return labels.map((label) => this.numberOf(label));
  }

  private numberOf(value: unknown): number {
    return this.texts.add(textOf(value));
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
    return (this.members.valueOf(this.index, PODS) as number[][]).map((labels) => this.labels(labels));
  }

  public get selector(): readonly string[] | undefined {
    const labels = this.members.valueOf(this.index, SELECTOR) as number[] | undefined;
    return labels && this.labels(labels);
  }

  public get concerns(): readonly Concern[] {
    return (this.members.valueOf(this.index, RULES) as SetMember).concerns;
  }

  public get involves(): readonly number[] | undefined {
    return (this.members.valueOf(this.index, RULES) as SetMember).involves;
  }

  private labels(numbers: readonly number[]): string[] {
    return numbers.map((number) => this.members.valueAt(number) as string);
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
