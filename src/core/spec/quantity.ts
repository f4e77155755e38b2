import { memoized } from '../values/memoized';

/**
 * Quantities as Kubernetes reads and writes them, exact: an amount is a whole number of billionths, because nothing smaller is kept.
 *
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity
 */

const UNIT = 10n ** 9n;
const LARGEST = (2n ** 63n - 1n) * UNIT;

const DECIMAL: [suffix: string, billionths: bigint][] = [
  ['E', 10n ** 27n], ['P', 10n ** 24n], ['T', 10n ** 21n], ['G', 10n ** 18n], ['M', 10n ** 15n], ['k', 10n ** 12n],
  ['', UNIT], ['m', 10n ** 6n], ['u', 1000n], ['n', 1n],
];
const BINARY: [suffix: string, billionths: bigint][] = [
  ['Ei', UNIT * 1024n ** 6n], ['Pi', UNIT * 1024n ** 5n], ['Ti', UNIT * 1024n ** 4n], ['Gi', UNIT * 1024n ** 3n], ['Mi', UNIT * 1024n ** 2n], ['Ki', UNIT * 1024n ** 1n],
];
const SUFFIXES = new Map([...DECIMAL, ...BINARY]);

const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,4}))?$/;

/**
 * Billionths of a quantity. What is finer is rounded up, what is larger than Kubernetes can hold becomes the largest that it can.
 *
 * @param quantity such as `100m`, `1.5Gi` or `1e3`; a number as YAML has it is fine too
 * @returns undefined for what is not a quantity
 */
export function parseQuantity(quantity: unknown): bigint | undefined {
  return typeof quantity === 'string' || typeof quantity === 'number' ? parse(String(quantity)).amount : undefined;
}

const parse = memoized((text) => ({ amount: amountOf(text) }));

function amountOf(text: string): bigint | undefined {
  const match = QUANTITY.exec(text);
  const [, sign, whole, fraction = '', suffix = '', exponent = '0'] = match ?? [];
  if (!match || (whole + fraction === '')) {
    return undefined;
  }
  const digits = BigInt(whole + fraction) * SUFFIXES.get(suffix)!;
  const places = fraction.length - Number(exponent);
  const amount = places > 0 ? divideUp(digits, 10n ** BigInt(places)) : digits * 10n ** BigInt(-places);
  const held = amount > LARGEST ? LARGEST : amount;
  return sign === '-' ? -held : held;
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/** The shortest way to write an amount without losing anything, such as `350m`, `1Gi` or `1500M`. */
export function formatQuantity(amount: bigint, resource: string): string {
  const notations = isMeasuredInBytes(resource) ? [BINARY, DECIMAL] : [DECIMAL];
  const texts = notations.map((suffixes) => {
    const found = suffixes.find(([, size]) => amount % size === 0n);
    return found && `${amount / found[1]}${found[0]}`;
  }).filter((text) => text !== undefined);
  return amount === 0n ? '0' : texts.reduce((shortest, text) => (text.length < shortest.length ? text : shortest));
}

function isMeasuredInBytes(resource: string): boolean {
  return resource === 'memory' || resource.endsWith('storage') || resource.startsWith('hugepages-');
}
