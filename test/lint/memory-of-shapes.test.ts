import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { ALL_RULES } from '../../src/lint/all-rules';
import { checkAll } from '../../src/lint/check-all';
import { CheckedAlone, Linter, LinterOptions } from '../../src/lint/linter';
import { isMapping } from '../../src/lint/model/field';
import { KubeObject } from '../../src/lint/model/kube-object';
import { ObjectSet } from '../../src/lint/model/object-set';
import { PodTemplates } from '../../src/lint/model/pod-templates';
import { readersOf } from '../../src/lint/objects';

const options: LinterOptions = { rules: ALL_RULES, minors: [34], persona: 'strict' };
const templates = new PodTemplates();

/** Remembers nothing of the objects that it has looked at, and asks the rules about every object of a set. */
class Forgetful extends Linter {
  public checkObject(object: KubeObject): CheckedAlone {
    return new Linter(options).checkObject(object);
  }

  public checkSet(set: ObjectSet): ReturnType<Linter['checkSet']> {
    return super.checkSet(set);
  }
}

const manifests = ALL_RULES.flatMap(({ example, instead }) => [example, instead])
  .filter((yaml) => yaml.length < 100_000).map((yaml) => parseAllDocuments(yaml).map((document): unknown => document.toJS()));

/** Texts and numbers of examples: what one rule looks for stands in a manifest of another one. */
const values = [...new Set(manifests.flatMap((documents) => documents.flatMap(leavesOf)))];

function leavesOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : typeof value === 'boolean' ? [] : [value];
}

/** A copy in which some values, by the numbers of their places, are other ones of the same type. */
function withOtherValues(document: unknown, others: ReadonlyMap<number, unknown>): unknown {
  let place = 0;
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(copy);
    }
    if (isMapping(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copy(field)]));
    }
    const other = others.get(place++);
    return typeof other === typeof value ? other : value;
  };
  return copy(document);
}

/** The objects of a manifest, several times, with other values in them: most are of shapes that were there before. */
const sets = fc.nat(manifests.length - 1).chain((index) => {
  const documents = manifests[index];
  const places = fc.nat(Math.max(...documents.map((document) => leavesOf(document).length)));
  const edits = fc.array(fc.tuple(places, fc.constantFrom(...values)), { maxLength: 3 });
  return fc.array(fc.tuple(fc.nat(documents.length - 1), edits), { minLength: 2, maxLength: 8 })
    .map((variants) => variants.map(([number, edited]) => withOtherValues(documents[number], new Map(edited))));
});

test('a linter that remembers shapes finds the same in a set of objects as one that remembers nothing', () => {
  fc.assert(fc.property(sets, (objects) => {
    const found = [new Linter(options), new Forgetful(options)].map((linter) => (
      checkAll(linter, objects.flatMap((value, index) => readersOf(value, templates, { document: index })), 'the objects of the test')));
    expect(found[0]).toEqual(found[1]);
  }), { numRuns: 600 });
});
