import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Testing } from 'cdk8s';
import { InitMigrationsProps, KubernetesVersion, MigrationSource, MigrationTool, SharedVolume } from '../../src/index';
import { containerOf, newChart, newDeployment, podSpecOf } from '../support/workloads';
import { migrate, rendered } from './support/migrate';

describe('the files', () => {
  test('are mounted read-only from a ConfigMap that is named after them', () => {
    const [one, other] = ['SELECT 1;', 'SELECT 2;'].map((text) => {
      const chart = newChart();
      migrate(newDeployment(chart), { source: MigrationSource.inline({ '1.sql': text }, { configMapName: 'orders', volumeName: 'files' }) });
      const spec = podSpecOf(chart);
      expect(containerOf(spec, 'migrations').volumeMounts).toContainEqual({ name: 'files', mountPath: '/migrations', readOnly: true });
      return spec.volumes.find(({ name }: any) => name === 'files').configMap.name;
    });
    expect(one).toMatch(/^orders-[0-9a-f]{10}$/);
    expect(other).not.toBe(one);
  });

  test('stand before the workload, so that a rolled pod never starts with the old ones', () => {
    const chart = newChart();
    migrate(newDeployment(chart));
    const kinds = Testing.synth(chart).map(({ kind }) => kind);
    expect(kinds.lastIndexOf('ConfigMap')).toBeLessThan(kinds.indexOf('Deployment'));
  });

  test('come from a folder, without hidden files', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migrations-'));
    ['1_a.sql', '.gitkeep'].forEach((name) => fs.writeFileSync(path.join(folder, name), 'SELECT 1;'));
    expect(rendered({ source: MigrationSource.folder(folder) }).args).toEqual(['1_a.sql']);
    fs.rmSync(folder, { recursive: true });
  });

  test('fails when one of a folder is not in UTF-8', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migrations-'));
    fs.writeFileSync(path.join(folder, '1.sql'), Buffer.from("SELECT 'ü';", 'latin1'));
    expect(() => rendered({ source: MigrationSource.folder(folder) })).toThrow("1.sql' is not in UTF-8");
    fs.rmSync(folder, { recursive: true });
  });

  describe.each(['1.35', '1.37'])('of an image, for Kubernetes %s', (version) => {
    const source = MigrationSource.image('ghcr.io/acme/sql:1.0.0', { path: '/sql', files: ['1.sql'] });

    function podFor(props: Partial<InitMigrationsProps>): any {
      const chart = newChart();
      KubernetesVersion.of(version).applyTo(chart);
      migrate(newDeployment(chart), { source, ...props });
      return podSpecOf(chart);
    }

    test('are mounted into the container of the tool', () => {
      const spec = podFor({});
      const { image, volumeMounts } = containerOf(spec, 'migrations');
      expect(image).toMatch(/^postgres:/);
      expect(volumeMounts).toContainEqual({ name: 'migrations-files', mountPath: '/sql', subPath: 'sql', readOnly: true });
      expect(spec.volumes).toContainEqual({ name: 'migrations-files', image: { reference: 'ghcr.io/acme/sql:1.0.0', pullPolicy: 'IfNotPresent' } });
    });

    test('are mounted into the image that the tool has', () => {
      expect(containerOf(podFor({ tool: MigrationTool.psql({ image: 'postgres:16' }) }), 'migrations').image).toBe('postgres:16');
    });

    test('are run by a custom tool in their own image, unless it has one', () => {
      const imageOf = (image?: string) => containerOf(podFor({ tool: MigrationTool.custom({ image, command: ['migrate'], takesLock: true }) }), 'migrations').image;
      expect([imageOf(), imageOf('goose:3')]).toEqual(['ghcr.io/acme/sql:1.0.0', 'goose:3']);
    });
  });

  test('fails when they are in another image than the tool, and Kubernetes cannot mount it', () => {
    const source = MigrationSource.image('ghcr.io/acme/sql:1.0.0', { path: '/sql', files: ['1.sql'] });
    expect(() => rendered({ source, tool: MigrationTool.psql({ image: 'postgres:16' }) }))
      .toThrow("runs in image 'postgres:16', which does not have the files of image 'ghcr.io/acme/sql:1.0.0': leave out its 'image', or set KubernetesVersion to 1.35");
  });

  test('come from an image, in which they run', () => {
    const { image, env } = rendered({ source: MigrationSource.image('ghcr.io/acme/sql:1.0.0', { path: '/sql', files: ['1.sql'] }) });
    expect(image).toBe('ghcr.io/acme/sql:1.0.0');
    expect(env).toContainEqual({ name: 'MIGRATIONS_FOLDER', value: '/sql' });
  });

  test('come from a volume', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    migrate(web, { source: MigrationSource.volume(new SharedVolume(web, 'Sql'), { files: ['1.sql'] }) });
    expect(containerOf(podSpecOf(chart), 'migrations').volumeMounts).toContainEqual({ name: 'sql', mountPath: '/migrations', readOnly: true });
  });
});
