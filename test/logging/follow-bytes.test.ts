import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as fc from 'fast-check';
import { eventually } from '../support/waiting';
import { describeFollow, Workplace } from './support/follower';

const NEWLINE = Buffer.from('\n');
const PREFIX = Buffer.from('[app] ');
const line = fc.uint8Array({ maxLength: 40 }).map(bytes => Buffer.from(bytes.filter(byte => byte !== 0 && byte !== 10 && byte !== 13)));

describeFollow('follow.sh in %s', (box) => {
  test('prints lines of any bytes, written in any pieces, byte for byte', async () => {
    const place = new Workplace(box);
    const file = place.log('app.log');
    const follower = place.follow([file], { LOG_PREFIX: PREFIX.toString() });
    let expected = Buffer.alloc(0);
    await fc.assert(fc.asyncProperty(
      fc.array(line, { minLength: 1 }),
      fc.array(fc.record({ size: fc.integer({ min: 1, max: 60 }), wait: fc.integer({ min: 0, max: 30 }) }), { maxLength: 5 }),
      async (lines, pieces) => {
        let bytes = Buffer.concat(lines.flatMap(one => [one, NEWLINE]));
        expected = Buffer.concat([expected, ...lines.flatMap(one => [PREFIX, one, NEWLINE])]);
        for (const piece of pieces) {
          fs.appendFileSync(file, bytes.subarray(0, piece.size));
          bytes = bytes.subarray(piece.size);
          await pause(piece.wait);
        }
        fs.appendFileSync(file, bytes);
        await eventually(() => follower.bytes.length >= expected.length, () => `${expected.length} bytes, errors '${follower.errors}'`);
        expect(follower.bytes.equals(expected)).toBe(true);
      },
    ), { numRuns: 40, endOnFailure: true });
    await place.remove();
  });
});
