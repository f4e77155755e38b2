import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, InitStep, PreparedFolders, SecurityBaseline, SharedVolume } from '../../../src';
import { behaviour } from '../support/behaviour';
import { appIn } from '../support/examples';
import { BUSYBOX, TINY } from '../support/logging-pod';

const RUN = 'trap exit TERM; echo mine > /data/pgdata/file || exit 1; stat -c "%u:%g %a" /data/pgdata; sleep 3600 & wait';

/** A pod whose app, user 999, needs a folder of its own; `before` runs ahead of what prepares it, as user 1000. */
function foldersPod(allowRoot: boolean, before?: string): Chart {
  const chart = new Chart(appIn(), 'web', { disableResourceNameHashes: true });
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  const volume = new SharedVolume(pod, 'Data');
  const volumeMounts = [{ path: '/data', volume: volume.volume }];
  if (before) {
    new InitStep(pod, 'Before', { image: BUSYBOX, command: ['sh', '-c', before], volumeMounts, resources: TINY });
  }
  new PreparedFolders(pod, 'Folders', { volume, folders: ['pgdata'], user: 999, mode: '700', allowRoot });
  new AppContainer(pod, 'App', {
    image: BUSYBOX,
    command: ['sh', '-c', RUN],
    volumeMounts,
    resources: TINY,
    security: SecurityBaseline.restricted({ user: 999 }),
  });
  return chart;
}

behaviour('a folder is prepared for a user without root', async (namespace) => {
  await namespace.apply(foldersPod(false));
  await namespace.ready('web');
  const log = (await namespace.logged('web', 'app', 'the owner', (text) => text.endsWith('\n'))).trim();
  expect(log).toBe('999:2000 2700');
  return log;
});

behaviour('a folder of another user is left as it is, with a message', async (namespace) => {
  await namespace.apply(foldersPod(false, 'mkdir /data/pgdata'));
  const log = await namespace.logged('web', 'folders', 'why', (text) => text.includes('allowRoot'));
  expect(log).toContain('/volumes/data/pgdata cannot be prepared: it belongs to user and group 1000:2000, and user 999 with groups');
  return log.trim();
});

behaviour('a folder of another user is given to the user by root, where that is allowed', async (namespace) => {
  await namespace.apply(foldersPod(true, 'mkdir /data/pgdata'));
  await namespace.ready('web');
  const log = (await namespace.logged('web', 'app', 'the owner', (text) => text.endsWith('\n'))).trim();
  expect(log).toMatch(/^999:2000 \d?700$/);
  return log;
}, 'baseline');
