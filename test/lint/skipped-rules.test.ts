import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { ALL_RULES } from '../../src/lint/all-rules';
import { Finding } from '../../src/lint/finding';
import { CheckedAlone, Linter } from '../../src/lint/linter';
import { Path } from '../../src/lint/model/field';
import { PodTemplates } from '../../src/lint/model/pod-templates';
import { likenessTo, shapeOf } from '../../src/lint/model/shape';
import { objectsIn } from '../../src/lint/objects';
import { Rule } from '../../src/lint/rule';

const templates = new PodTemplates();
const linterOf = (rules: readonly Rule[], minor = 34): Linter => new Linter({ rules, minors: [minor], persona: 'strict' });
const checked = (linter: Linter, value: unknown): CheckedAlone[] => objectsIn(value, templates).map((object) => linter.checkObject(object));
const check = (linter: Linter, value: unknown): Finding[] => checked(linter, value).flatMap(({ findings }) => findings);

interface Variant {
  /** What was done to a manifest, and where. */
  readonly edit: string;
  readonly value: unknown;
}

/** A manifest, and it without one of its fields, or with a number or a text for it. */
function* variants(yaml: string): Generator<Variant> {
  for (const document of parseAllDocuments(yaml)) {
    const value: unknown = document.toJS();
    yield { edit: yaml, value };
    for (const path of pathsIn(value)) {
      const variant = (name: string, edit: (holder: any, key: string) => unknown): Variant => ({ edit: `${name} ${path.join('.')}`, value: edited(value, path, edit) });
      yield variant('without', (holder, key) => Array.isArray(holder) ? holder.splice(Number(key), 1) : Reflect.deleteProperty(holder, key));
      yield variant('number', (holder, key) => Reflect.set(holder, key, 0));
      yield variant('text', (holder, key) => Reflect.set(holder, key, 'localhost'));
    }
  }
}

function pathsIn(value: unknown, prefix: Path = []): Path[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, field]) => [[...prefix, key], ...pathsIn(field, [...prefix, key])])
    : [];
}

function edited(value: unknown, path: Path, edit: (holder: any, key: string) => unknown): unknown {
  const copy = structuredClone(value);
  edit(path.slice(0, -1).reduce<any>((holder, key) => holder[key], copy), String(path.at(-1)));
  return copy;
}

/** What is found in objects, and what is said of them as ones among others. */
const said = (linter: Linter, value: unknown): unknown => checked(linter, value).map(({ findings, member }) => ({ findings, member }));

const withoutConditions = ({ needs: _, mentions: _m, ...rule }: Rule): Rule => rule;

/** Says of each value in turn what a linter says for one of two versions, which has seen those before, and what it has to say. */
function expectNothingLeftOut(rules: readonly Rule[], values: Iterable<unknown>): void {
  const versions = [28, 34].map((minor) => ({ linter: linterOf(rules, minor), minor }));
  const everything = rules.map(withoutConditions);
  for (const value of values) {
    const { linter, minor } = versions[0];
    versions.reverse();
    const [found, expected] = [said(linter, value), said(linterOf(everything, minor), value)];
    if (!isDeepStrictEqual(found, expected)) {
      expect(found).toEqual(expected); // says how they differ, and takes much longer
    }
  }
}

/** For each word of the conditions of rules those that stand beside it in one, such as other probes. */
const ALTERNATIVES = new Map<string, Set<string>>();
for (const words of ALL_RULES.flatMap(({ needs = [], mentions = [] }) => [needs, mentions])) {
  words.forEach((word) => ALTERNATIVES.set(word, new Set([...ALTERNATIVES.get(word) ?? [], ...words])));
}

/** Each manifest with another such word in place of one, as the name of a field or in a text. */
function* withOtherWords(yaml: string): Generator<unknown> {
  const inJson = (word: string): string => JSON.stringify(word).slice(1, -1);
  for (const document of parseAllDocuments(yaml)) {
    const json = JSON.stringify(document.toJS());
    for (const [word, others] of ALTERNATIVES) {
      for (const other of json.includes(inJson(word)) ? others : []) {
        yield JSON.parse(json.replaceAll(inJson(word), inJson(other)));
      }
    }
  }
}

test.each(ALL_RULES.filter(({ needs, mentions }) => needs ?? mentions))('where a linter does not ask $id, it finds nothing', (rule) => {
  const manifests = [rule.example, rule.instead];
  expectNothingLeftOut([rule], manifests.flatMap((yaml) => [...Array.from(variants(yaml), ({ value }) => value), ...withOtherWords(yaml)]));
});

test('what a linter leaves out because of fields, texts and shapes is what finds nothing', () => {
  const edits = new Map<string, unknown[]>();
  for (const { edit, value } of ALL_RULES.flatMap(({ example, instead }) => [...variants(example), ...variants(instead)])) {
    edits.set(edit, [...edits.get(edit) ?? [], value].slice(0, 2)); // of all manifests, some show what an edit does
  }
  expectNothingLeftOut(ALL_RULES, [...edits.values()].flat());
});

/** Each manifest with another text in place of one. */
function* withOtherTexts(yaml: string): Generator<{ other: unknown; value: unknown }> {
  for (const document of parseAllDocuments(yaml)) {
    const value: unknown = document.toJS();
    for (const path of pathsIn(value).filter((one) => typeof one.reduce<any>((holder, key) => holder[key], value) === 'string')) {
      yield { other: edited(value, path, (holder, key) => Reflect.set(holder, key, 'x')), value };
    }
  }
}

test('what a text brings is found, also where another one was there in the first object of its shape', () => {
  for (const rule of ALL_RULES) {
    for (const { other, value } of withOtherTexts(rule.example)) {
      const linter = linterOf([rule]);
      said(linter, other);
      expect(said(linter, value)).toEqual(said(linterOf([rule]), value));
    }
  }
});

const deployment = (name: string, { config = `${name}-config`, app = name, label = name, image = 'acme/web:1', priority = 0 as unknown } = {}): unknown => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, annotations: { checksum: name } },
  spec: {
    selector: { matchLabels: { app } },
    template: {
      metadata: { labels: { app: label } },
      spec: { priority, containers: [{ name: 'web', image }], volumes: [{ name: 'config', configMap: { name: config } }] },
    },
  },
});
const haveOneShape = (one: unknown, other: unknown): boolean => {
  const [object, otherObject] = [one, other].map((value) => objectsIn(value, templates)[0]);
  return likenessTo(shapeOf(object, 0), otherObject) !== undefined;
};

test('workloads that differ in names, texts and figures have one shape', () => {
  expect(haveOneShape(deployment('cart'), deployment('shop', { image: 'acme/web:latest', priority: 1 }))).toBe(true);
});

test('Services that differ in names and in the labels of their pods have one shape', () => {
  const service = (name: string): unknown => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports: [{ port: 80 }] } });
  expect(haveOneShape(service('cart'), service('shop'))).toBe(true);
});

test.each([
  ['a figure that is a text', { priority: '0' }],
  ['a figure that is no whole number', { priority: 0.5 }],
  ['a label that is no longer that of the selector', { label: 'other' }],
])('fails when workloads have one shape in spite of %s', (_, options) => {
  expect(haveOneShape(deployment('cart'), deployment('cart', options))).toBe(false);
  expect(haveOneShape(deployment('cart', options), deployment('cart'))).toBe(false);
});

test('of workloads of one shape each gets its findings, with its own name', () => {
  const linter = linterOf(ALL_RULES);
  const found = ['cart', 'shop'].map((name) => check(linter, deployment(name, { label: 'other' })));
  expect(found[0]).not.toEqual([]);
  expect(JSON.parse(JSON.stringify(found[0]).replaceAll('cart', 'shop'))).toEqual(JSON.parse(JSON.stringify(found[1])));
});

const withVariable = (name: string, value: string): unknown => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: {
    terminationGracePeriodSeconds: 60,
    initContainers: [{ name: 'wait', image: 'acme/wait:1', command: ['curl', '-f', '$(URL)'], env: [{ name, value }] }],
    containers: [
      { name: 'web', image: 'acme/web:1', ports: [{ containerPort: 8080 }], lifecycle: { preStop: { sleep: { seconds: 5 } } }, resources: { requests: { cpu: '1' } } },
      { name: 'logs', image: 'acme/logs:1', resources: { requests: { cpu: '1' } } },
    ],
  },
});

test.each([
  ['secret-in-env', 'API_TOKEN', '', 'u7Gq0xPz93Kd8sLw'],
  ['undefined-variable-reference', 'URL', 'x', '$(HOST)/x'],
  ['init-needs-later-container', 'URL', 'http://shop:8080', 'http://localhost:8080'],
])('%s is asked again where only the value of a variable differs', (rule, name, good, bad) => {
  const linter = linterOf(ALL_RULES);
  const found = (value: string): string[] => check(linter, withVariable(name, value)).map((finding) => finding.rule).filter((id) => id === rule);
  expect([good, bad, good].map(found)).toEqual([[], [rule], []]);
});

test('rules that have nothing to do with variables are not asked again where only their values differ', () => {
  const asked: string[] = [];
  const rules = ALL_RULES.map((rule) => ({
    ...rule,
    checkPod: rule.checkPod && ((...given: Parameters<typeof rule.checkPod>) => {
      asked.push(rule.id);
      rule.checkPod!(...given);
    }),
  }));
  const linter = linterOf(rules);
  check(linter, withVariable('URL', 'a'));
  const first = asked.splice(0);
  const others = ['grace-period-too-short', 'hook-longer-than-grace', 'sidecars-larger-than-app'];
  expect(first).toEqual(expect.arrayContaining(others));
  check(linter, withVariable('URL', 'b'));
  expect(asked).toContain('undefined-variable-reference');
  expect(asked.filter((rule) => others.includes(rule))).toEqual([]);
  expect(asked.length).toBeLessThan(first.length / 2);
});
