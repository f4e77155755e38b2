import * as fs from 'node:fs';
import * as kplus from 'cdk8s-plus-28';
import { Shell } from './support/shell';
import { PreparedFolders, PreparedFoldersProps, SecurityBaseline, SharedVolume, VolumeSource } from '../../src';
import { describeRoot } from '../support/programs';
import { describeShells } from '../support/toolbox';
import { containerOf, newChart, newDeployment, podSpecOf } from '../support/workloads';

describeShells('prepare.sh in %s', { own: ['chmod', 'chown', 'dirname', 'id', 'mkdir', 'stat', 'tr'] }, (box) => {
  let place: Shell;
  beforeEach(() => { place = new Shell(box); });
  afterEach(() => place.remove());

  const mode = (path: string) => fs.statSync(place.file(path)).mode.toString(8).slice(-4);

  test('makes folders with a mode, whose files belong to the volume\'s group', async () => {
    for (let round = 0; round < 2; round++) {
      const { code, stdout } = await place.run('prepare.sh', [place.file('a/b c'), place.file('d')], { PREPARE_MODE: '700' });
      expect([code, stdout]).toEqual([0, `prepared ${place.file('a/b c')}\nprepared ${place.file('d')}\n`]);
      expect([mode('a/b c'), mode('d')]).toEqual(['2700', '2700']);
    }
  });

  describeRoot('as root', () => {
    test('gives folders to another user', async () => {
      fs.mkdirSync(place.file('a'));
      fs.writeFileSync(place.file('a/file'), '');
      expect((await place.run('prepare.sh', [place.file('a')], { PREPARE_MODE: '750', PREPARE_OWNER: '999:888' })).code).toBe(0);
      const { uid, gid } = fs.statSync(place.file('a/file'));
      expect([uid, gid, mode('a')]).toEqual([999, 888, '0750']);
    });
  });
});

function prepare(props: Partial<PreparedFoldersProps>, toVolume = (web: kplus.Deployment) => new SharedVolume(web, 'Data')): any {
  const chart = newChart();
  const web = newDeployment(chart);
  new PreparedFolders(web, 'Folders', { volume: toVolume(web), folders: ['pgdata'], user: 999, ...props });
  return containerOf(podSpecOf(chart), 'folders');
}

test('runs as the user that the folders are for', () => {
  const { args, env, securityContext, volumeMounts } = prepare({ folders: ['a', 'b/$(c)'], mode: '700' });
  expect(args).toEqual(['/volumes/data/a', '/volumes/data/b/$$(c)']);
  expect(env).toEqual([{ name: 'PREPARE_MODE', value: '700' }]);
  expect(securityContext).toMatchObject({ runAsUser: 999, runAsNonRoot: true });
  expect(volumeMounts[0]).toEqual({ name: 'data', mountPath: '/volumes/data' });
});

test('runs as root where that is allowed, with no more than it needs', () => {
  const { env, securityContext } = prepare({ allowRoot: true, group: 888 });
  expect(env).toContainEqual({ name: 'PREPARE_OWNER', value: '999:888' });
  expect(securityContext).toMatchObject({
    runAsUser: 0,
    runAsNonRoot: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'], add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] },
  });
  expect(prepare({ allowRoot: true }).env).toContainEqual({ name: 'PREPARE_OWNER', value: '999' });
});

describe('bad input', () => {
  const hostPath = (web: kplus.Deployment) => new SharedVolume(web, 'Data', {
    source: VolumeSource.existing(kplus.Volume.fromHostPath(web, 'Disk', 'disk', { path: '/disk' })),
  });

  test('fails when fsGroup does not reach the volume and root is not allowed', () => {
    expect(() => prepare({}, hostPath)).toThrow('fsGroup does not reach volume \'disk\' of \'shop/Web/Folders\', a hostPath');
    expect(prepare({ allowRoot: true }, hostPath).securityContext.runAsUser).toBe(0);
  });

  test.each<[string, (web: kplus.Deployment) => kplus.Volume]>([
    ['secret', (web) => kplus.Volume.fromSecret(web, 'V', kplus.Secret.fromSecretName(web, 'Secret', 'secret'), { name: 'v' })],
    ['configMap', (web) => kplus.Volume.fromConfigMap(web, 'V', kplus.ConfigMap.fromConfigMapName(web, 'Map', 'map'), { name: 'v' })],
    ['read-only claim', (web) => kplus.Volume.fromPersistentVolumeClaim(web, 'V', kplus.PersistentVolumeClaim.fromClaimName(web, 'Claim', 'claim'), { name: 'v', readOnly: true })],
  ])('fails when the volume is a %s, as root too', (kind, toVolume) => {
    const source = (web: kplus.Deployment) => new SharedVolume(web, 'Data', { source: VolumeSource.existing(toVolume(web)) });
    for (const allowRoot of [false, true]) {
      expect(() => prepare({ allowRoot }, source)).toThrow(`'shop/Web/Folders' would write to volume 'v', a ${kind}, which cannot be written to`);
    }
  });

  test('fails when only root could set the group', () => {
    expect(() => prepare({ group: 5 })).toThrow('only root can give folders of \'shop/Web/Folders\' to group 5');
  });

  test('fails when there is no folder', () => {
    expect(() => prepare({ folders: [] })).toThrow('folders of \'shop/Web/Folders\' are empty');
  });

  test.each(['', '/a', '../a', 'a/..', 'a\nb'])('fails when a folder is not below the volume: %p', (folder) => {
    expect(() => prepare({ folders: [folder] })).toThrow(`folder ${JSON.stringify(folder)} of 'shop/Web/Folders' is not below its volume`);
  });

  test.each(['', '8', '0777', 'u+x'])('fails when a mode is not valid: %p', (mode) => {
    expect(() => prepare({ mode })).toThrow(`mode '${mode}' of 'shop/Web/Folders' is not valid`);
  });

  test('fails when a group is not valid', () => {
    expect(() => prepare({ group: -1, allowRoot: true })).toThrow("group -1 of 'shop/Web/Folders' is not valid: use a whole number from 0 to 2147483647");
  });

  test.each([0, -1, 1.5, 2 ** 31])('fails when a user is not valid: %p', (user) => {
    expect(() => prepare({ user })).toThrow(`user ${user} of 'shop/Web/Folders' is not valid`);
    expect(() => prepare({ user, allowRoot: true })).toThrow(`user ${user} of 'shop/Web/Folders' is not valid`);
  });
});

test("fails when its security context runs as another user than the folders' own", () => {
  const web = newDeployment();
  const add = (user: number) => new PreparedFolders(web, `Folders${user}`, {
    volume: new SharedVolume(web, `Data${user}`), folders: ['data'], user: 999, security: SecurityBaseline.restricted({ user }),
  });
  expect(() => add(1000)).toThrow("folders of 'shop/Web/Folders1000' should belong to user 999, but 'security' sets user 1000: leave one of them out");
  expect(add(999).container.securityContext.user).toBe(999);
});
