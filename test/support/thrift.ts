/**
 * Writes the few Thrift structures of a Jaeger client in the compact protocol.
 *
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 * @see https://github.com/jaegertracing/jaeger-idl/blob/main/thrift/jaeger.thrift
 */

const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** The datagram `emitBatch` with one span, as a client sends it to the Jaeger agent. */
export function compactSpan(service: string, operation: string): Buffer {
  const process = struct([BINARY, 1, text(service)]);
  const span = struct(
    [I64, 1, integer(11)], [I64, 2, integer(0)], [I64, 3, integer(12)], [I64, 4, integer(0)],
    [BINARY, 5, text(operation)],
    [I32, 7, integer(1)], [I64, 8, integer(1_700_000_000_000_000)], [I64, 9, integer(1000)],
  );
  const batch = struct([STRUCT, 1, process], [LIST, 2, Buffer.concat([Buffer.from([16 + STRUCT]), span])]);
  const oneWay = 4;
  return Buffer.concat([Buffer.from([0x82, oneWay * 32 + 1]), varint(1n), text('emitBatch'), struct([STRUCT, 1, batch])]);
}

/** Fields in the order of their numbers, and the end. */
function struct(...fields: [type: number, id: number, value: Buffer][]): Buffer {
  const parts = fields.map(([type, id, value], index) => {
    const before = index === 0 ? 0 : fields[index - 1][1];
    return Buffer.concat([Buffer.from([(id - before) * 16 + type]), value]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function text(value: string): Buffer {
  return Buffer.concat([varint(BigInt(Buffer.byteLength(value))), Buffer.from(value)]);
}

/** Zigzag, for numbers that are not negative. */
function integer(value: number): Buffer {
  return varint(BigInt(value) * 2n);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest /= 128n) {
    if (rest < 128n) {
      return Buffer.from([...bytes, Number(rest)]);
    }
    bytes.push(Number(rest % 128n) + 128);
  }
}
