import * as fc from 'fast-check';
import { Cel, OptionalCel, write } from '../../../src/injection/admission/cel';

/** An implementation of CEL for what Kubernetes adds nothing to. */
const { run } = jest.requireActual('@bufbuild/cel') as { run(expression: string): unknown };

/** A value of CEL as JSON has it. */
function toJson(value: any): unknown {
  if (typeof value === 'bigint') {
    return Number(value);
  }
  if (Array.isArray(value?._array)) {
    return value._array.map(toJson);
  }
  return value?._map instanceof Map ? Object.fromEntries([...value._map].map(([key, one]) => [key, toJson(one)])) : value;
}

const text = fc.string({ unit: 'binary' }).filter((one) => !/[\ud800-\udfff]/u.test(one));
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom('"', '\\', '\\"', '\n', '\r\n', '\u2028', '\u0000', '$(A)', '${a}', '\') + object', '😀', '`', 'r"x"'),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('data')),
    fc.dictionary(text.filter((key) => key !== '__proto__'), tie('data')),
  ),
}));

test('whatever data there is arrives as it is', () => {
  fc.assert(fc.property(data, (value) => {
    expect(toJson(run(write(value)))).toEqual(JSON.parse(JSON.stringify(value)));
  }));
});

test('expressions stand where they are put', () => {
  expect(write({ a: new Cel('x + 1'), b: new OptionalCel('y'), c: [new Cel('z')] })).toBe('{"a": dyn(x + 1), ?"b": y, "c": dyn([dyn(z)])}');
});

test('fails for an unpaired surrogate', () => {
  expect(() => write('a\ud800')).toThrow('"a\\ud800" has an unpaired surrogate, which an admission policy cannot contain');
});
