import { ApiObject, App, AppProps, Chart, IResolver, JsonPatch, Lazy, ResolutionContext, YamlOutputType } from 'cdk8s';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import * as fc from 'fast-check';

/** What a construct of a random app is. */
interface Description {
  readonly kind: 'chart' | 'own chart' | 'construct' | 'object';
  /** Which of the constructs before it, the app included, it stands in. */
  readonly scope: number;
  readonly numbered: boolean;
  readonly error?: string;
  readonly patched: boolean;
}

/** A dependency of a construct on one or two others: on ones made before it, which seldom gives a circle, or on any. */
interface Dependency {
  readonly source: number;
  readonly targets: number[];
  readonly on: 'earlier' | 'any' | 'any outside charts too';
}

export interface RandomApp {
  readonly constructs: Description[];
  readonly dependencies: Dependency[];
  readonly props: AppProps;
}

/** Its last manifest has one object in two places, for which the YAML library writes an alias. */
class OwnChart extends Chart {
  public toJson(): any[] {
    const manifests = super.toJson().reverse();
    return [...manifests, undefined, { kind: 'List', metadata: { name: this.node.id }, items: [manifests[0], manifests[0]] }];
  }
}

/** The same objects are in all manifests, and cdk8s drops what is null or undefined. */
const HOSTILE_DATA = {
  shared: { script: '#!/bin/sh\nexit\n\n', empty: {}, none: null },
  numbers: [0, -0, 1e21, NaN, -Infinity],
  texts: ['yes', '0777', '2026-11-26', ' ', 'a: b', '\u2028', '', undefined],
  ['word '.repeat(30)]: 'word '.repeat(30),
  ['__proto__']: 'a prototype is no data',
};

class Resolver implements IResolver {
  public resolve(context: ResolutionContext): void {
    if (context.value === 'to be resolved') {
      context.replaceValue('resolved');
    }
  }
}

const place = fc.nat({ max: 1_000 });

export const randomApp: fc.Arbitrary<RandomApp> = fc.record({
  constructs: fc.array(fc.record({
    kind: fc.constantFrom('chart' as const, 'own chart' as const, 'construct' as const, 'construct' as const, 'object' as const, 'object' as const, 'object' as const),
    scope: fc.oneof({ arbitrary: fc.nat({ max: 3 }), weight: 2 }, { arbitrary: place, weight: 1 }),
    numbered: fc.boolean(),
    error: fc.oneof({ arbitrary: fc.constant(undefined), weight: 100 }, { arbitrary: fc.string(), weight: 1 }),
    patched: fc.boolean(),
  }), { minLength: 1, maxLength: 14 }),
  dependencies: fc.array(fc.record({
    source: place,
    targets: fc.array(place, { minLength: 1, maxLength: 2 }),
    on: fc.oneof(
      { arbitrary: fc.constant('earlier' as const), weight: 60 },
      { arbitrary: fc.constant('any' as const), weight: 2 },
      { arbitrary: fc.constant('any outside charts too' as const), weight: 1 },
    ),
  }), { maxLength: 10 }),
  props: fc.record({
    yamlOutputType: fc.constantFrom(
      YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
    ),
    outputFileExtension: fc.constantFrom('.k8s.yaml', '.yml'),
    recordConstructMetadata: fc.boolean(),
    resolvers: fc.constantFrom([], [new Resolver()]),
  }),
});

/** Fills an app with a chart and what was described. Objects that no chart is above stand in that chart. */
export function fill(app: App, { constructs, dependencies }: RandomApp): void {
  const made: IConstruct[] = [app, new Chart(app, 'first')];
  constructs.forEach((description, index) => made.push(add(description, index, made)));
  for (const { source, targets, on } of dependencies) {
    const candidates = on === 'any outside charts too' ? made : made.filter(isInChart);
    const last = source % candidates.length;
    const chosen = targets.map((target) => candidates[target % (on === 'earlier' ? Math.max(last, 1) : candidates.length)]);
    candidates[last].node.addDependency(...chosen.length > 1 ? [new DependencyGroup(...chosen)] : chosen);
  }
}

function add({ kind, scope, numbered, error, patched }: Description, index: number, made: IConstruct[]): IConstruct {
  const id = numbered ? String(20 - index) : `c${index}`;
  const construct = make(kind, made[scope % made.length], made[1], id);
  if (error !== undefined) {
    construct.node.addValidation({ validate: () => [error] });
  }
  if (construct instanceof ApiObject && patched) {
    construct.addJsonPatch(JsonPatch.replace('/metadata/name', `patched-${index}`));
  }
  return construct;
}

function make(kind: Description['kind'], scope: IConstruct, first: IConstruct, id: string): IConstruct {
  switch (kind) {
    case 'chart': return new Chart(scope as Construct, id);
    case 'own chart': return new OwnChart(scope as Construct, id);
    case 'construct': return new Construct(scope as Construct, id);
    case 'object': return new ApiObject(isInChart(scope) ? scope as Construct : first as Construct, id, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { ...HOSTILE_DATA, text: 'to be resolved', late: Lazy.any({ produce: () => 'to be resolved' }) },
    });
  }
}

function isInChart(construct: IConstruct): boolean {
  return construct.node.scopes.some((scope) => Chart.isChart(scope));
}
