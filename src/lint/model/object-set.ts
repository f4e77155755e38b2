import { Field, Subject } from './field';
import { KubeObject } from './kube-object';
import { IndexedMember, Members } from './members';
import { Pod } from './pod';
import { hasLabelsAlone, matches, selectsAll } from './selector';
import { Condition, labelId, longestName } from './set-member';

/** All objects that are checked together, for rules that cross objects. It has an index of them, and reads one when it is asked for it. */
export class ObjectSet {
  /** What has been found out about it. */
  public readonly answers = new Map<unknown, unknown>();

  /**
   * @param where what it is, for messages: `not among ${set.where}` reads `not among the 12 files given`, or `not among the objects of the app`
   * @param readOne may read an object again each time
   */
  constructor(
    private readonly members: Members,
    public readonly where: string,
    private readonly readOne: (member: IndexedMember) => KubeObject,
  ) {}

  /** Those in which something may be found, one after the other, with the numbers of the rules that may find it. */
  public *concerned(): Generator<{ readonly member: IndexedMember; readonly rules: readonly number[]; readonly read: () => KubeObject }> {
    for (const member of this.members.all()) {
      const { concerns } = member;
      const selected = concerns.length > 0 ? this.selectedBy(member) : [];
      const rules = concerns.filter(({ rule, onlyIf }) => !onlyIf || this.isTrue(onlyIf, member, rule, selected)).map(({ rule }) => rule);
      if (rules.length > 0) {
        yield { member, rules, read: () => this.readOne(member) };
      }
    }
  }

  public has(kind: string): boolean {
    return this.members.has(kind);
  }

  /** Whether a patch of it is among the objects. */
  public hasPatch(object: Subject): boolean {
    return this.patchesAmong(object).length > 0;
  }

  public patchesOf(object: Subject): readonly KubeObject[] {
    return this.read(this.patchesAmong(object));
  }

  /** Whether an object of the kind is in a file in the same folder as the file of `from`, or above it. */
  public hasAbove(kind: string, { origin: { file } }: Subject): boolean {
    return this.members.ofKind(kind).some((member) => folderOf(file).startsWith(folderOf(member.origin.file)));
  }

  public ofKind(kind: string): readonly KubeObject[] {
    return this.read(this.members.ofKind(kind));
  }

  public namesOf(kind: string): ReadonlySet<string> {
    return new Set(this.members.ofKind(kind).map(({ name }) => name));
  }

  /** The objects of this kind and name that `from` can mean: of its namespace, where both name one, and of several the nearest. */
  public named(kind: string, name: string, from: Subject): readonly KubeObject[] {
    return this.read(this.meant(kind, name, from));
  }

  /** The same from the index alone. */
  public meant(kind: string, name: string, from: InFile): readonly IndexedMember[] {
    return nearest(this.membersNamed(`${kind}/${name}`, from), from);
  }

  /**
   * The pods that a selector selects, among those that `from` can mean.
   *
   * @param selector labels alone in a Service, in all other kinds an object with `matchLabels` and `matchExpressions`
   */
  public selected(selector: Field, from: Subject): readonly Pod[] {
    return this.selectedAnywhere(selector, from).filter(({ object }) => areNear(object, from));
  }

  /** The same with pods in folders so far away that they rather belong to something else. */
  public selectedAnywhere(selector: Field, from: Subject): readonly Pod[] {
    if (selectsAll(selector, from)) {
      return this.podsOf(this.membersWith([], from));
    }
    const labels = hasLabelsAlone(from) ? selector : selector.at('matchLabels');
    const expressions = hasLabelsAlone(from) ? [] : selector.at('matchExpressions').items;
    const wanted = labels.fields.map(labelId);
    const fitting = wanted.length + expressions.length > 0 ? this.membersWith(wanted, from) : [];
    return this.podsOf(nearestFolder(fitting, from)).filter((pod) => (
      labels.fields.every((label) => pod.metadata.at('labels', label.key!).scalar === label.scalar)
      && expressions.every((expression) => matches(expression, pod))));
  }

  /**
   * The first pod near `from` that has these labels but for the value of one: one of a workload that has the name of `from`, one whose value
   * looks like a typing error, or one in the same file. Of a single label, both of the last two have to be true, or name and folder the same.
   */
  public almostSelected(labels: readonly Field[], from: Subject): Pod | undefined {
    const wanted = labels.map(labelId);
    const candidates = wanted.length === 1
      ? [...this.members.kinds.flatMap((kind) => this.members.withId(`${kind}/${from.name}`)).filter((one) => this.isBeside(one, from)), ...this.mistyped(wanted[0], from)]
      : wanted.slice(0, 2).flatMap((label) => this.members.withLabel(label)).filter((one) => areNear(one, from));
    const member = candidates.find((candidate) => {
      const theirs = candidate.pods.flat();
      const missing = labels.filter((_, index) => !theirs.includes(wanted[index]));
      const isClose = candidate.name === from.name || candidate.origin.file === from.origin.file;
      const isSimilar = (label: string): boolean => isClose || looksLike(label, labelId(missing[0]));
      return missing.length === 1 && theirs.some((label) => label.startsWith(`${missing[0].key}=`) && isSimilar(label)) && shareNamespace(candidate, from);
    });
    return member && this.podsOf([member])[0];
  }

  /** Whether one stands in the same file, or in the same folder where that file has no pods of its own. */
  private isBeside(one: InFile, from: Subject): boolean {
    const { file } = from.origin;
    return one.origin.file === file || (areInOneFolder(one, from) && this.members.inFile(file).every(({ kind }) => kind === from.kind));
  }

  private mistyped(wanted: string, from: Subject): readonly IndexedMember[] {
    return this.members.inFile(from.origin.file).filter(({ pods }) => pods.flat().some((label) => looksLike(label, wanted)));
  }

  /** @param selected the members that its selector selects */
  private isTrue(condition: Condition, member: IndexedMember, rule: number, selected: readonly IndexedMember[]): boolean {
    const { selects, anyGiven, anyMissing, nameOver } = condition;
    const isGiven = (id: string): boolean => this.membersNamed(id, member).length > 0;
    return (nameOver === undefined || longestName(member).length > nameOver)
      && (selects !== 'nothing' || selected.length === 0)
      && (selects !== 'involved' || selected.some(({ involves }) => involves?.includes(rule)))
      && (anyGiven?.some(isGiven) ?? true)
      && (anyMissing?.some((id) => !isGiven(id)) ?? true);
  }

  private selectedBy(member: IndexedMember): readonly IndexedMember[] {
    const { selector } = member;
    return selector?.length ? nearestFolder(this.membersWith(selector, member), member) : [];
  }

  private patchesAmong(object: Subject): readonly IndexedMember[] {
    return this.membersNamed(`${object.kind}/${object.name}`, object).filter(({ origin }) => origin.isPatch);
  }

  private membersNamed(id: string, from: InFile): readonly IndexedMember[] {
    return this.members.withId(id).filter((member) => shareNamespace(member, from));
  }

  /** Those with pods that have all the labels. */
  private membersWith(wanted: readonly string[], from: InFile): readonly IndexedMember[] {
    return (wanted.length === 0 ? [...this.members.all()] : this.members.withRarest(wanted))
      .filter((member) => member.pods.some((labels) => wanted.every((label) => labels.includes(label))) && shareNamespace(member, from));
  }

  private read(members: readonly IndexedMember[]): KubeObject[] {
    return members.map((member) => this.readOne(member));
  }

  private podsOf(members: readonly IndexedMember[]): Pod[] {
    return this.read(members).flatMap(({ pods }) => pods);
  }
}

interface InFile {
  readonly namespace?: string;
  readonly origin: { readonly file?: string };
}

/** Of objects that are there several times, as in an example and in an overlay, those that stand nearest: in the same file, or in the same folder. */
function nearest<T extends InFile>(members: readonly T[], from: InFile): readonly T[] {
  const inFile = members.length < 2 ? [] : members.filter(({ origin: { file } }) => file === from.origin.file);
  return inFile.length > 0 ? inFile : nearestFolder(members, from);
}

/** Those that stand in the same folder; of all others, none is nearer. */
function nearestFolder<T extends InFile>(members: readonly T[], from: InFile): readonly T[] {
  const inFolder = members.length < 2 ? [] : members.filter((member) => folderOf(member.origin.file) === folderOf(from.origin.file));
  return inFolder.length > 0 ? inFolder : members;
}

function folderOf(file = ''): string {
  return file.replace(/[^/\\]*$/, '');
}

/** Whether both can be applied together: in folders of their own, they are often variants of which one is used. */
export function belongTogether(one: Subject, other: Subject): boolean {
  return shareNamespace(one, other) && areInOneFolder(one, other);
}

/** Whether all stand in the same folder. */
export function areInOneFolder(...objects: readonly InFile[]): boolean {
  return objects.every(({ origin: { file } }) => folderOf(file) === folderOf(objects[0].origin.file));
}

/** How far up a base and its overlays have their common folder: `web/base` and `web/overlays/production`. */
const FARTHEST = 2;

/** What programs read in their tests: each folder, or each file, stands for itself. */
const FIXTURES = /(^|[/\\])testdata[/\\]/;

/** Whether both may be of one application: in a repository of many, another one often has the same names and labels. */
export function areNear(one: Pick<Subject, 'origin'>, other: Pick<Subject, 'origin'>): boolean {
  if (one.origin.file === other.origin.file) {
    return true;
  }
  const [builds, otherBuilds] = [one, other].map(({ origin }) => origin.kustomized?.builds);
  if (builds && otherBuilds && !areInOneFolder(one, other)) {
    return builds.some((build) => otherBuilds.includes(build)); // what kustomize builds is applied together
  }
  if ([one, other].some(({ origin: { file = '' } }) => FIXTURES.test(file))) {
    return areInOneFolder(one, other);
  }
  const [path, otherPath] = [one, other].map(({ origin: { file } }) => folderOf(file).split(/[/\\]/).slice(0, -1));
  const shared = path.findIndex((folder, index) => folder !== otherPath[index]);
  const common = shared < 0 ? path.length : shared;
  return path.length - common <= FARTHEST && otherPath.length - common <= FARTHEST;
}

/** A manifest without a namespace may be meant for any. */
export function shareNamespace(one: { readonly namespace?: string }, other: { readonly namespace?: string }): boolean {
  return one.namespace === undefined || other.namespace === undefined || one.namespace === other.namespace;
}

/**
 * Of labels with the same key, whether one value is the beginning of the other, or all but two letters are the same. Two versions, such as
 * `v1` and `v2`, are meant to differ, and so are `web` and `web-cache`.
 */
function looksLike(one: string, other: string): boolean {
  const [key, value] = one.split('=');
  const [otherKey, otherValue] = other.split('=');
  if (value.replace(/\d+/g, '0') === otherValue.replace(/\d+/g, '0')) {
    return false;
  }
  const longest = Math.max(value.length, otherValue.length);
  const same = [...Array(longest).keys()].findIndex((index) => value[index] !== otherValue[index]);
  const sameAtEnd = [...Array(longest).keys()].findIndex((index) => value.at(-1 - index) !== otherValue.at(-1 - index));
  return key === otherKey && (isBeginning(value, otherValue) || isBeginning(otherValue, value) || same + sameAtEnd >= longest - 2) && same > 0;
}

function isBeginning(start: string, text: string): boolean {
  return text.startsWith(start) && !/[-_.]/.test(text[start.length]);
}
