import * as fs from 'node:fs';
import * as path from 'node:path';
import { eventually } from '../support/waiting';
import { describeFollow, Follower, Workplace } from './support/follower';
import { childrenOf, processesWith } from '../support/processes';
import { describeRoot } from '../support/programs';
import { scriptFile } from '../support/scripts';

describeFollow('follow.sh in %s, when it is stopped', (box) => {
  let place: Workplace;
  beforeEach(() => { place = new Workplace(box); });
  afterEach(() => place.remove());

  /** A follower that has looked once and then does nothing for a long time. */
  async function sleeping(env: Record<string, string> = {}): Promise<Follower> {
    const follower = place.follow([place.log('*.log')], { LOG_INTERVAL: '600', ...env });
    await eventually(() => childrenOf(follower.pid).some(child => child.program === 'sleep'), () => follower.errors);
    return follower;
  }

  test.each(['SIGTERM', 'SIGINT'] as const)('prints what has been written until %s and exits with 0 at once', async signal => {
    place.log('app.log', 'one\n');
    const follower = await sleeping();
    await follower.prints('one\n');
    fs.renameSync(place.log('app.log'), place.log('app.log.1'));
    place.log('app.log.1', 'two\n');
    place.log('app.log', 'three\n');
    expect(await follower.stop(signal)).toBe(0); // and not after its interval, which is longer than a test may take
    expect(follower.lines).toEqual(['one', 'two', 'three']);
  });

  test('goes on when it is told to linger', async () => {
    const follower = place.follow([place.log('app.log')], { LOG_STOP_DELAY: '600' });
    await follower.looks();
    void follower.stop();
    await follower.looks();
    place.log('app.log', 'written at the end\n');
    await follower.prints('written at the end\n');
  });

  test('exits with 0 when it has lingered', async () => {
    const follower = place.follow([place.log('app.log')], { LOG_STOP_DELAY: '2' });
    await follower.looks();
    const start = Date.now();
    expect(await follower.stop()).toBe(0);
    expect(Date.now() - start).toBeGreaterThan(900); // it counts whole seconds, the first of which may be almost over
  });

  test('keeps no process behind, neither while it runs nor after it', async () => {
    const mark = `LOG_MARK=${path.basename(place.folder)}`;
    const [name, value] = mark.split('=');
    const follower = place.follow([place.log('app.log')], { [name]: value });
    for (let round = 0; round < 5; round++) {
      place.log('app.log', 'line\nhalf');
      await follower.looks();
    }
    expect(childrenOf(follower.pid).length).toBeLessThan(2);
    expect(processesWith(mark)).toContain(`${follower.pid}`);
    expect(await follower.stop()).toBe(0);
    expect(processesWith(mark)).toEqual([]);
  });

  describeRoot('started by root', () => test('prints as a user that can write nowhere, to an output of root', async () => {
    for (const script of ['follow.sh', 'reading.sh', 'changes.awk', 'frame.awk', 'lines.awk']) {
      fs.copyFileSync(scriptFile(script), place.file(script));
    }
    place.log('app.log', 'one\nhalf');
    fs.writeFileSync(place.log('secret.log'), 'secret\n', { mode: 0o600 });
    const follower = place.follow([place.log('*.log')], { TMPDIR: '/nowhere' }, { uid: 65534, scripts: place.folder });
    await follower.prints('one\n');
    place.log('app.log', ' and half\n');
    await follower.prints('half and half\n');
    await follower.looks();
    expect(await follower.stop()).toBe(0);
    expect(follower.errors).toBe(`follow: cannot read '${place.log('secret.log')}'\n`);
  }));
});
