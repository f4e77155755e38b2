import * as fc from 'fast-check';
import { formatQuantity, parseQuantity } from '../../../src/core/spec/quantity';

const UNIT = 10n ** 9n;
const LARGEST = (2n ** 63n - 1n) * UNIT;

// Values of the tests of Kubernetes' own parser, in billionths.
test.each<[string, bigint]>([
  ['0', 0n], ['0n', 0n], ['0Ki', 0n], ['1', UNIT], ['+1', UNIT], ['-1', -UNIT],
  ['5n', 5n], ['4u', 4_000n], ['3m', 3_000_000n], ['8k', 8_000n * UNIT], ['7M', 7n * 10n ** 6n * UNIT], ['6G', 6n * 10n ** 9n * UNIT],
  ['5T', 5n * 10n ** 12n * UNIT], ['2P', 2n * 10n ** 15n * UNIT], ['1E', 10n ** 18n * UNIT],
  ['1Ki', 1024n * UNIT], ['7Mi', 7n * 1024n ** 2n * UNIT], ['6Gi', 6n * 1024n ** 3n * UNIT], ['5Ti', 5n * 1024n ** 4n * UNIT],
  ['4Pi', 4n * 1024n ** 5n * UNIT], ['3Ei', 3n * 1024n ** 6n * UNIT],
  ['1E-3', 1_000_000n], ['1e3', 1000n * UNIT], ['1E6', 10n ** 6n * UNIT], ['1E18', 10n ** 18n * UNIT], ['1.3E+6', 1_300_000n * UNIT],
  ['0.5e-2', 5_000_000n], ['1.40e9', 14n * 10n ** 8n * UNIT],
  ['0.1', 100_000_000n], ['0.0005k', 500_000_000n], ['100.035k', 100_035n * UNIT], ['6.987654321G', 6_987_654_321n * UNIT],
  ['100.035Ki', 102_435_840_000_000n], ['0.5Mi', 524_288n * UNIT], ['0.025Ti', 27_487_790_694_400_000_000n],
  ['.001', 1_000_000n], ['1.', UNIT], ['1.G', 10n ** 9n * UNIT],
  // finer than a billionth: up
  ['3.001n', 4n], ['0.9n', 1n], ['0.5e-9', 1n], ['0.0000000001', 1n], ['0.00000012345', 124n], ['0.000000000001Ki', 2n],
  // more than 63 bits
  ['9Ei', LARGEST], ['12E', LARGEST], ['9223372036854775807Ki', LARGEST],
])('%s is read as Kubernetes reads it', (text, billionths) => {
  expect(parseQuantity(text)).toBe(billionths);
});

test.each([0.1, 2, 1e21])('the number %p that YAML gives is read as its text', (number) => {
  expect(parseQuantity(number)).toBe(parseQuantity(String(number)));
});

test.each(['', '.', '1.1.M', '1+1.0M', '0.1mi', '0.1am', 'aoeu', '.5i', '1i', '-3.01i', '-3.01e-', ' 1', '1 ', '1Gb', '100mb', '1K', null, undefined, true, {}])(
  '%p is not a quantity', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  },
);

test.each<[string, string, string]>([
  ['0', 'cpu', '0'], ['0.35', 'cpu', '350m'], ['1500m', 'cpu', '1500m'], ['2000m', 'cpu', '2'], ['1024Mi', 'memory', '1Gi'], ['1536Mi', 'memory', '1536Mi'],
  ['128M', 'memory', '128M'], ['0.5Gi', 'ephemeral-storage', '512Mi'], ['1025', 'memory', '1025'], ['4096', 'hugepages-2Mi', '4Ki'], ['1024', 'nvidia.com/gpu', '1024'],
  ['1n', 'cpu', '1n'], ['-1', 'cpu', '-1'],
])('%s of %s is written %s', (text, resource, written) => {
  expect(formatQuantity(parseQuantity(text)!, resource)).toBe(written);
});

test('nothing is lost by writing and reading', () => {
  fc.assert(fc.property(fc.bigInt(-LARGEST, LARGEST), fc.constantFrom('cpu', 'memory'), (amount, resource) => {
    expect(parseQuantity(formatQuantity(amount, resource))).toBe(amount);
  }));
});
