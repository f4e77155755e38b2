import * as fs from 'node:fs';
import { eventually } from '../support/waiting';
import { describeFollow, Workplace } from './support/follower';

describeFollow('follow.sh in %s', (box) => {
  let place: Workplace;
  beforeEach(() => { place = new Workplace(box); });
  afterEach(() => place.remove());

  test('prints a file that appears later from its first byte', async () => {
    const follower = place.follow([place.log('app.log')]);
    await follower.looks();
    place.log('app.log', 'first\nsecond\n');
    await follower.prints('first\nsecond\n');
  });

  test('prints files of folders that appear later, whatever their names are', async () => {
    const follower = place.follow([place.log('*/[a-z À]*.log'), place.log("it's \"one\".txt")]);
    place.log('a  b/x.log', 'one\n');
    await follower.prints('one\n');
    place.log('À\u0081\\*/À ÁÈ\u0088.log', 'two\n');
    await follower.prints('two\n');
    place.log("it's \"one\".txt", 'three\n');
    await follower.prints('three\n');
    place.log('a  b/x.log', 'four\n');
    place.log('À\u0081\\*/À ÁÈ\u0088.log', 'five\n');
    await follower.prints('five\n');
    expect(await follower.stop()).toBe(0);
    expect(follower.lines).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  test('keeps an unfinished line until it is complete', async () => {
    const follower = place.follow([place.log('*.log')]);
    place.log('app.log', 'one\ntw');
    await follower.prints('one\n');
    place.log('other.log', 'three\n');
    await follower.prints('three\n');
    place.log('app.log', '');
    place.log('app.log', 'o\nfour');
    await follower.prints('two\n');
    expect(await follower.stop()).toBe(0);
    expect(follower.text).toBe('one\nthree\ntwo\n');
  });

  test('keeps every byte but NUL and the CR of CRLF', async () => {
    const bytes = Buffer.from(Array.from({ length: 255 }, (_, i) => i + 1).filter(byte => byte !== 10));
    const line = Buffer.concat([Buffer.from('  \t\\n\\0 %s -n '), bytes, bytes, Buffer.from(' \r')]);
    const follower = place.follow([place.log('app.log')]);
    for (const cut of [0, 100, 150, 200]) {
      fs.appendFileSync(place.log('app.log'), Buffer.concat([line.subarray(0, cut), Buffer.from([0])]));
      await follower.looks();
      fs.appendFileSync(place.log('app.log'), Buffer.concat([line.subarray(cut), Buffer.from('\n')]));
    }
    await eventually(() => follower.lines.length === 4, () => follower.text);
    expect(follower.lines).toEqual(Array(4).fill(line.subarray(0, -1).toString('latin1')));
  });

  test('keeps lines whole when several files have lines longer than a pipe takes at once', async () => {
    const follower = place.follow([place.log('*.log')]);
    const names = ['a', 'b', 'c'];
    for (let round = 0; round < 20; round++) {
      names.forEach(name => place.log(`${name}.log`, `${name.repeat(50_000)}\n${name.repeat(30_000)}`));
    }
    names.forEach(name => place.log(`${name}.log`, '\n'));
    await eventually(() => follower.lines.length >= 63, () => `${follower.lines.length} lines`);
    expect(follower.lines.filter(line => !/^(a+|b+|c+)$/.test(line))).toEqual([]);
    expect(follower.bytes.length).toBe(3 * (20 * 80_000 + 21));
  });

  test('keeps up with a file that is there already', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `line ${i} of a file that has been there before`);
    place.log('app.log', lines.join('\n') + '\n');
    const follower = place.follow([place.log('app.log')]);
    await eventually(() => follower.text.includes('line 99999 '), () => follower.text.slice(-200));
    expect(follower.lines).toEqual(lines);
  });
});
