import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/waiting';
import { describeFollow, Workplace } from './support/follower';

describeFollow('follow.sh in %s, when files are rotated', (box) => {
  let place: Workplace;
  let app: string;
  beforeEach(() => {
    place = new Workplace(box);
    app = place.log('app.log', 'start\n');
  });
  afterEach(() => place.remove());

  test('prints the renamed file to its end before the new one', async () => {
    const follower = place.follow([app]);
    await follower.prints('start\n');
    const old = fs.openSync(app, 'a');
    fs.writeSync(old, 'one\ntw');
    fs.renameSync(app, place.log('app.log.1'));
    fs.writeFileSync(app, '');
    await follower.looks();
    fs.writeSync(old, 'o\n');
    await follower.prints('two\n');
    fs.writeSync(old, 'three\n');
    fs.closeSync(old);
    place.log('app.log', 'four\n');
    await follower.prints('four\n');
    expect(follower.lines).toEqual(['start', 'one', 'two', 'three', 'four']);
  });

  test('prints what a second writer still adds to the renamed file', async () => {
    const follower = place.follow([app]);
    await follower.prints('start\n');
    const old = fs.openSync(app, 'a');
    fs.renameSync(app, place.log('app.log.1'));
    place.log('app.log', 'new\n');
    await follower.prints('new\n');
    fs.writeSync(old, 'late\n');
    fs.closeSync(old);
    await follower.prints('late\n');
    expect(follower.lines).toEqual(['start', 'new', 'late']);
  });

  test('prints a file to its end that is renamed and deleted while nothing takes its name', async () => {
    const follower = place.follow([app], { LOG_IDLE_TIMEOUT: '0' });
    await follower.prints('start\n');
    const old = fs.openSync(app, 'a');
    fs.renameSync(app, place.log('app.log.1'));
    await pause(1500);
    fs.writeSync(old, 'one\n');
    fs.rmSync(place.log('app.log.1'));
    await follower.prints('one\n');
    place.log('app.log', 'two\n');
    await follower.prints('two\n');
    fs.closeSync(old);
    expect(follower.lines).toEqual(['start', 'one', 'two']);
  });

  test('closes files that were deleted or replaced', async () => {
    const follower = place.follow([place.log('*.log')], { LOG_IDLE_TIMEOUT: '0' });
    await follower.prints('start\n');
    place.log('gone.log', 'gone\n');
    await follower.prints('gone\n');
    fs.rmSync(place.log('gone.log'));
    fs.renameSync(app, place.log('app.old'));
    place.log('app.log', 'new\n');
    const opened = () => fs.readdirSync(`/proc/${follower.pid}/fd`).map(fd => {
      try {
        return fs.readlinkSync(`/proc/${follower.pid}/fd/${fd}`);
      } catch {
        return '';
      }
    }).filter(name => name.startsWith(place.log('')));
    await eventually(() => opened().join() === app, () => `${opened()}`);
  });

  test('never prints a renamed file again, under whatever name', async () => {
    const follower = place.follow([place.log('app.log*')], { LOG_IDLE_TIMEOUT: '0' });
    const expected = ['start'];
    for (let round = 0; round < 4; round++) {
      await follower.prints(`${expected.at(-1)}\n`);
      for (const age of [2, 1]) {
        fs.existsSync(place.log(`app.log.${age}`)) && fs.renameSync(place.log(`app.log.${age}`), place.log(`app.log.${age + 1}`));
      }
      fs.renameSync(app, place.log('app.log.1'));
      place.log('app.log', `round ${round}\n`);
      expected.push(`round ${round}`);
    }
    await pause(1500);
    fs.linkSync(place.log('app.log.3'), place.log('app.log.link'));
    fs.symlinkSync(place.log('app.log.2'), place.log('app.log.symlink'));
    await follower.looks();
    expect(await follower.stop()).toBe(0);
    expect(follower.lines).toEqual(expected);
  });

  test('starts again when a file is truncated, without what was unfinished', async () => {
    const follower = place.follow([app]);
    place.log('app.log', 'one\nunfinished');
    await follower.prints('one\n');
    await follower.looks();
    fs.truncateSync(app);
    await follower.looks();
    place.log('app.log', 'two\n');
    await follower.prints('two\n');
    fs.writeFileSync(app, '3\n');
    await follower.prints('3\n');
    expect(follower.lines).toEqual(['start', 'one', 'two', '3']);
  });

  test('prints 20,000 lines once and in order while the file is renamed five times', async () => {
    const follower = place.follow([app], { LOG_INTERVAL: '0.2' });
    const lines = ['start'];
    for (let file = 0; file <= 5; file++) {
      if (file > 0) {
        await follower.prints(`file ${file - 1} `);
        fs.renameSync(app, place.log(`app.log.${file}`));
      }
      const writer = fs.openSync(app, 'a');
      for (let burst = 0; burst < 32; burst++) {
        const news = Array.from({ length: file === 5 ? 105 : 104 }, (_, i) => `file ${file} burst ${burst} line ${i}`);
        fs.writeSync(writer, news.join('\n') + '\n');
        lines.push(...news);
        await pause(burst % 3);
      }
      fs.closeSync(writer);
    }
    expect(lines.length).toBeGreaterThan(20_000);
    await follower.prints(`${lines.at(-1)}\n`);
    expect(await follower.stop()).toBe(0);
    expect(follower.lines).toEqual(lines);
  });
});
