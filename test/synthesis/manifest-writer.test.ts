import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { ManifestWriter } from '../../src/synthesis/manifest-writer';

afterEach(() => jest.restoreAllMocks());

const hostileText = fc.oneof(
  fc.constantFrom(
    '', ' ', '\n', '\n\n', ' \n', '\t', 'a\n', 'a\n\n', 'a\n \n', ' a\nb', 'a\n  b\n', '---', '--- a', '%YAML', '...\n', '#', 'a #b', 'a: b', 'a:', '- a', '-', '?', ':', '&a',
    '*a', '!a', '!!str a', '<<', '=', '~', 'null', 'Null', 'yes', 'No', 'on', 'OFF', 'true', 'y', '017', '0o17', '0x1F', '0b1', '1_000', '190:20:30', '1e3', '.5', '.inf', '-.INF', '.nan',
    '2026-11-26', '2026-11-26T10:00:00Z', '"', '\'', '"\'', '{', '}', '[a]', '`', '@', '|', '>', ',', '\u0000', '\u0007', '\u0085', '\u2028', '\ufeff', '\ud800', '\u{1f600}', '\r\n', 'a\rb',
    '__proto__', 'constructor', 'toString', 'a'.repeat(1_025), 'word '.repeat(60), `${'word '.repeat(30)}\n`.repeat(3), 'c3VzcGVuZA==',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(' ', '\n', '\t', 'a', '#', ':', '-', '"', '\''), maxLength: 12 }),
);

const plainScalar = fc.oneof(hostileText, fc.double(), fc.integer(), fc.bigInt(), fc.boolean(), fc.constantFrom(null, undefined, -0, 0, 1e21, 5e-7));

const { plain } = fc.letrec<{ plain: unknown }>((tie) => ({
  plain: fc.oneof({ depthSize: 'small', withCrossShrink: true },
    plainScalar,
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.array(fc.tuple(hostileText, tie('plain')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

const unusual = fc.oneof(
  fc.date(), fc.uint8Array({ maxLength: 50 }), fc.constantFrom(Symbol('a'), Symbol.for('<<'), (a: number) => a),
  fc.func(fc.nat()), fc.constant(new Set([1])), fc.constant(new Map<unknown, unknown>([[{ a: 1 }, 'b']])), fc.constant(new (class Own { public a = 1; })()),
  fc.constant({ toJSON: () => 'json' }), fc.constant(Object('text')), fc.constant({ [Symbol.iterator]: () => [1, 2].values() }), fc.constant(new Array<number>(3)),
  fc.constantFrom(Object.create({ inherited: 1 }), Object.assign(Object.create(null), { a: 1 })),
);

test('writes plain data as cdk8s does, in every place where it occurs', () => {
  fc.assert(fc.property(fc.array(plain, { maxLength: 4 }), (values) => {
    expectSame(() => values.flatMap((value) => inManyPlaces(() => anew(value))));
  }), { numRuns: 300 });
});

test('writes unusual data as cdk8s does, or fails with the same error', () => {
  fc.assert(fc.property(unusual, plain, (value, other) => {
    expectSame(() => [...inManyPlaces(() => other), ...inManyPlaces(() => value), ...inManyPlaces(() => other)]);
  }), { numRuns: 200 });
});

test('writes an object that occurs twice in a manifest as cdk8s does', () => {
  fc.assert(fc.property(plain, (value) => {
    const circular: { [key: string]: unknown } = { value };
    circular.self = circular;
    expectSame(() => [{ one: value, other: value }, [value, [value]], circular, { one: value }]);
  }));
});

test('writes the same for each indentation', () => {
  const levels = (depth: number): unknown => depth === 0 ? { 'text': 'two\nlines\n\n', '---': '---', 'none': [] } : { level: levels(depth - 1), list: [levels(depth - 1)] };
  expectSame(() => [levels(6), levels(6)]);
});

test('writes more different values than it remembers', () => {
  const manifest = (index: number) => ({ index, list: Array.from({ length: 11_000 }, (_, number) => `${index}-${number}`) });
  expectSame(() => [manifest(1), manifest(2), manifest(2), manifest(1)]);
});

test('cdk8s does not write manifests itself', () => {
  const stringify = jest.spyOn(Yaml, 'stringify');
  const text = new ManifestWriter().stringify([{ kind: 'Pod', metadata: { name: 'web' } }, { kind: 'Pod', metadata: { name: 'job' } }]);
  expect(text).toBe('kind: Pod\nmetadata:\n  name: web\n---\nkind: Pod\nmetadata:\n  name: job\n');
  expect(stringify).toHaveBeenCalledTimes(1); // of the sample
});

test('cdk8s writes manifests itself where it gives the library other options', () => {
  jest.spyOn(Yaml, 'stringify').mockImplementation((...docs) => docs.map((doc) => JSON.stringify(doc)).join('---\n'));
  expect(new ManifestWriter().stringify([{ a: 1 }, { a: 2 }])).toBe('{"a":1}---\n{"a":2}');
});

function inManyPlaces(make: () => unknown): unknown[] {
  return [make(), { key: make(), list: [make()] }, { deeper: { key: make(), other: 'same' } }, [[make()], { key: make() }]];
}

/** The same value of other objects and lists, so that none occurs twice. */
function anew(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(anew);
  }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, anew(item)])) : value;
}

/** Values are made for each writer, because the library marks none of them. */
function expectSame(make: () => unknown[]): void {
  expect(outcome(() => new ManifestWriter().stringify(make()))).toEqual(outcome(() => Yaml.stringify(...make())));
}

function outcome(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return String(error);
  }
}
