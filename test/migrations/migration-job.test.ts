import { ApiObject, App, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { shareProcesses } from '../../src/core/pod/pod-editor';
import {
  Database, DatabaseVariables, InitMigrations, InitMigrationsProps, KubernetesVersion, LogShipper, LogSidecar,
  MigrationFolderOptions, MigrationJobOptions,
  MigrationSource, MigrationStrategy, MigrationTool, SharedVolume, VolumeSource,
} from '../../src/index';
import { containerOf, IMAGE, KINDS, newDeployment } from '../support/workloads';

const FILES = { '1_a.sql': 'SELECT 1;\n', '2_b.sql': 'SELECT 2;\n' };
const CUSTOM = { image: 'ghcr.io/acme/web:1.0.0', command: ['alembic', 'upgrade', 'head'] };
const custom = MigrationTool.custom(CUSTOM);

interface Changes extends Partial<InitMigrationsProps> {
  readonly options?: MigrationJobOptions;
}

function migrate(workload: kplus.AbstractPod, { options, ...props }: Changes = {}, id = 'Migrations'): InitMigrations {
  const secret = kplus.Secret.fromSecretName(Chart.of(workload), `Secret${id}`, 'orders');
  return new InitMigrations(workload, id, {
    strategy: MigrationStrategy.job(options),
    tool: MigrationTool.psql(),
    source: MigrationSource.inline(FILES),
    database: Database.postgres({ host: 'postgres', name: 'orders', user: 'app', password: { secret, key: 'password' } }),
    ...props,
  });
}

function newChart(id = 'shop'): Chart {
  return new Chart(new App(), id, { namespace: 'orders' });
}

/** Everything that is written for a Deployment with migrations. */
function written(changes: Changes = {}, adapt: (migrations: InitMigrations) => void = () => {}): any[] {
  const chart = newChart();
  adapt(migrate(newDeployment(chart), changes));
  return Testing.synth(chart);
}

const one = (manifests: any[], kind: string): any => manifests.find((manifest) => manifest.kind === kind);
const jobPod = (manifests: any[]) => one(manifests, 'Job').spec.template.spec;
const webPod = (manifests: any[]) => one(manifests, 'Deployment').spec.template.spec;
const names = (containers: any[] = []) => containers.map(({ name }) => name);

describe('plain SQL', () => {
  test('is applied by the Job, behind a wait for the database, and read by the pods in the history', () => {
    const manifests = written();
    expect([names(jobPod(manifests).initContainers), names(jobPod(manifests).containers)]).toEqual([['wait'], ['migrations']]);
    const applies = containerOf(jobPod(manifests), 'migrations');
    const waits = containerOf(webPod(manifests), 'migrations');
    expect([applies.image, applies.command, applies.args]).toEqual(['postgres:17.6', ['sh', '/scripts/migrate-files.sh', 'psql'], ['1_a.sql', '2_b.sql']]);
    expect([waits.image, waits.command, waits.args]).toEqual(['postgres:17.6', ['sh', '/scripts/await.sh'], ['files', 'psql', '1_a.sql', '2_b.sql']]);
    expect(waits.env).toEqual([...applies.env, { name: 'AWAIT_NAME', value: expect.any(String) }, { name: 'AWAIT_TIMEOUT', value: '600' }]);
    const files = { name: 'migrations-files', configMap: { name: expect.stringMatching(/^shop-web-migrations-files/) } };
    expect([jobPod(manifests).volumes[0], webPod(manifests).volumes[0]]).toEqual([files, files]);
  });

  test('is mounted from an image into the pods of the Job and into those that wait, where Kubernetes can', () => {
    const chart = newChart();
    KubernetesVersion.of('1.35').applyTo(chart);
    migrate(newDeployment(chart), { source: MigrationSource.image('ghcr.io/acme/sql:1.0.0', { path: '/sql', files: ['1.sql'] }) });
    for (const pod of [jobPod, webPod].map((podOf) => podOf(Testing.synth(chart)))) {
      expect(pod.volumes[0]).toEqual({ name: 'migrations-files', image: { reference: 'ghcr.io/acme/sql:1.0.0', pullPolicy: 'IfNotPresent' } });
      expect(containerOf(pod, 'migrations')).toMatchObject({ image: 'postgres:17.6', volumeMounts: expect.arrayContaining([expect.objectContaining({ subPath: 'sql' })]) });
    }
  });

  test('needs no permission', () => {
    expect(written().map(({ kind }) => kind)).not.toContain('Role');
    expect(jobPod(written()).automountServiceAccountToken).toBe(false);
  });
});

describe('another tool', () => {
  const manifests = written({ tool: custom });
  const marker = containerOf(webPod(manifests), 'migrations').env[0].value;

  test('is run unless it was, and behind it the Job writes the ConfigMap that the pods mount', () => {
    expect([names(jobPod(manifests).initContainers), names(jobPod(manifests).containers)]).toEqual([['wait', 'migrations'], ['migrations-applied']]);
    expect(containerOf(jobPod(manifests), 'migrations').command).toEqual(['sh', '/pod-pattern-scripts/once.sh', '/applied', 'alembic', 'upgrade', 'head']);
    const { data } = manifests.find(({ data: files }) => files?.['configmap.json']);
    expect(JSON.parse(data['configmap.json'])).toEqual({
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: marker }, immutable: true, data: { applied: 'shop/Web/Migrations' },
    });
    const volume = { name: 'migrations-applied', configMap: { name: marker, optional: true } };
    expect(webPod(manifests).volumes).toContainEqual(volume);
    expect(jobPod(manifests).volumes).toContainEqual(volume);
  });

  test('has a service account that may create ConfigMaps and no more, with a token for the last container alone', () => {
    expect(one(manifests, 'Role').rules).toEqual([{ apiGroups: [''], resources: ['configmaps'], verbs: ['create'] }]);
    const { subjects, roleRef } = one(manifests, 'RoleBinding');
    expect(subjects).toEqual([{ apiGroup: '', kind: 'ServiceAccount', name: jobPod(manifests).serviceAccountName, namespace: 'orders' }]);
    expect(roleRef.name).toBe(one(manifests, 'Role').metadata.name);
    const withToken = [...jobPod(manifests).initContainers, ...jobPod(manifests).containers]
      .filter(({ volumeMounts }: any) => volumeMounts.some(({ name }: any) => name === 'migrations-token'));
    expect(names(withToken)).toEqual(['migrations-applied']);
    expect(jobPod(manifests).automountServiceAccountToken).toBe(false);
    expect(webPod(manifests).serviceAccountName).toBeUndefined();
  });

  test('takes no lock, and is taken beside many pods', () => {
    expect(one(written({ tool: custom }), 'Deployment').spec.replicas).toBe(2);
  });

  test('has its script in a ConfigMap of scripts', () => {
    const scripts = written({ tool: custom }).filter(({ metadata: { name } }) => name.includes('-scripts-')).map(({ data }) => Object.keys(data));
    expect(scripts).toContainEqual(['once.sh']);
  });

  test('is run without a shell where the image has none', () => {
    const tool = MigrationTool.custom({ ...CUSTOM, hasShell: false });
    expect(containerOf(jobPod(written({ tool })), 'migrations').command).toEqual(CUSTOM.command);
  });
});

test('golang-migrate is read by its own table of versions', () => {
  const manifests = written({ tool: MigrationTool.golangMigrate(), source: MigrationSource.inline({ '1_a.up.sql': '' }) });
  expect(containerOf(webPod(manifests), 'migrations').args).toEqual(['golang']);
  expect(names(jobPod(manifests).containers)).toEqual(['migrations']);
});

describe('the Job', () => {
  test('has a back-off limit and a deadline, keeps the logs of pods that failed, and is not deleted', () => {
    const { template, ...spec } = one(written(), 'Job').spec;
    expect(spec).toEqual({ activeDeadlineSeconds: 3600, backoffLimit: 3, podReplacementPolicy: 'Failed' });
    expect(template.spec.restartPolicy).toBe('Never');
  });

  test('takes other figures', () => {
    const manifests = written({
      options: { backoffLimit: 0, deadline: Duration.minutes(5), ttlAfterFinished: Duration.days(1), waitTimeout: Duration.minutes(1), jobName: 'orders' },
    });
    const { metadata, spec } = one(manifests, 'Job');
    expect(spec).toMatchObject({ activeDeadlineSeconds: 300, backoffLimit: 0, ttlSecondsAfterFinished: 86400 });
    expect(metadata.name).toMatch(/^orders-[0-9a-f]{10}-[0-9a-f]{5}$/);
    expect(containerOf(webPod(manifests), 'migrations').env).toContainEqual({ name: 'AWAIT_TIMEOUT', value: '60' });
  });

  test('has times in whole seconds', () => {
    const { spec } = one(written({ options: { deadline: Duration.millis(1500), ttlAfterFinished: Duration.millis(500) } }), 'Job');
    expect([spec.activeDeadlineSeconds, spec.ttlSecondsAfterFinished]).toEqual([2, 1]);
  });

  test('fails with the reason when it cannot be written', () => {
    const spoil = ({ job }: InitMigrations) => ApiObject.of(job!).addJsonPatch(JsonPatch.remove('/no/where'));
    expect(() => written({}, spoil)).toThrow(/^Failed serializing construct at path '[^']+' with name 'shop-web-migrations-[0-9a-f]{10}': (?!.*Failed)/);
  });

  test('is in the namespace of its workload, with all that belongs to it', () => {
    const chart = newChart();
    const metadata = { namespace: 'elsewhere' };
    migrate(new kplus.Deployment(chart, 'Web', { metadata, containers: [{ image: IMAGE }] }), { tool: custom });
    const objects = Testing.synth(chart).map(({ metadata: { name, namespace } }) => ({ name, namespace }));
    expect(objects).toEqual(objects.map(() => ({ name: expect.any(String), namespace: 'elsewhere' })));
  });

  test('has no field that old versions of Kubernetes do not know', () => {
    const chart = newChart();
    KubernetesVersion.of('1.27').applyTo(chart);
    migrate(newDeployment(chart));
    expect(one(Testing.synth(chart), 'Job').spec).not.toHaveProperty('podReplacementPolicy');
  });

  test('pulls with the credentials of the workload', () => {
    const chart = newChart();
    const dockerRegistryAuth = kplus.Secret.fromSecretName(chart, 'Registry', 'registry');
    migrate(new kplus.Deployment(chart, 'Web', { dockerRegistryAuth, containers: [{ image: IMAGE }] }));
    expect(jobPod(Testing.synth(chart)).imagePullSecrets).toEqual([{ name: 'registry' }]);
  });
});

describe('the name', () => {
  const markerOf = (manifests: any[]) => containerOf(webPod(manifests), 'migrations').env.find(({ name }: any) => name === 'AWAIT_NAME').value;
  const base = written({ tool: custom });

  test('begins with that of the ConfigMap, and is a DNS label', () => {
    expect(markerOf(base)).toMatch(/^shop-web-migrations-[0-9a-f]{10}$/);
    expect(one(base, 'Job').metadata.name).toMatch(new RegExp(`^${markerOf(base)}-[0-9a-f]{5}$`));
    const chart = newChart('x'.repeat(63));
    migrate(newDeployment(chart), { tool: custom });
    expect(one(Testing.synth(chart), 'Job').metadata.name).toMatch(/^x{46}-[0-9a-f]{10}-[0-9a-f]{5}$/);
  });

  test.each<[string, Changes]>([
    ['files', { source: MigrationSource.inline({ ...FILES, '3_c.sql': '' }) }],
    ['content of a file', { source: MigrationSource.inline({ ...FILES, '1_a.sql': 'SELECT 3;\n' }) }],
    ['image', { tool: MigrationTool.custom({ ...CUSTOM, image: 'ghcr.io/acme/web:1.0.1' }) }],
    ['command', { tool: MigrationTool.custom({ ...CUSTOM, command: ['alembic', 'upgrade', '1a2b'] }) }],
    ['database', { tool: MigrationTool.custom({ ...CUSTOM, variables: DatabaseVariables.of({ host: 'HOST' }) }) }],
  ])('changes with the %s, and the pods wait for the new one', (_, changes) => {
    const changed = written({ tool: custom, ...changes });
    expect(markerOf(changed)).not.toBe(markerOf(base));
    expect(one(changed, 'Job').metadata.name).not.toBe(one(base, 'Job').metadata.name);
  });

  test.each<[string, Changes, (migrations: InitMigrations) => void]>([
    ['resources', { resources: { cpu: { request: kplus.Cpu.millis(99) } } }, () => {}],
    ['labels given to its pods later', {}, ({ job }) => job!.podMetadata.addLabel('team', 'orders')],
  ])('changes with %s, but nothing is applied again: the ConfigMap keeps its name', (_, changes, adapt) => {
    const changed = written({ tool: custom, ...changes }, adapt);
    expect(markerOf(changed)).toBe(markerOf(base));
    expect(one(changed, 'Job').metadata.name).not.toBe(one(base, 'Job').metadata.name);
  });

  const logs = (job: kplus.Job, seconds: number) => {
    const shipper = LogShipper.fluentBit({ stopDelay: Duration.seconds(seconds) });
    return new LogSidecar(job, 'Logs', { logFiles: ['/logs/*.log'], shipper });
  };

  test.each<[string, (job: kplus.Job) => void, (job: kplus.Job) => void]>([
    ['how long a container of its pods is kept running', (job) => logs(job, 3), (job) => logs(job, 7)],
    ['whether its containers see each other\'s processes', (job) => logs(job, 3), (job) => { logs(job, 3); shareProcesses(job); }],
    ['a JSON patch of its pods', () => {}, (job) => ApiObject.of(job).addJsonPatch(JsonPatch.add('/spec/template/spec/priorityClassName', 'high'))],
  ])('changes with %s, which is said later', (_, adapt, adaptOtherwise) => {
    const jobs = [adapt, adaptOtherwise].map((change) => one(written({ tool: custom }, ({ job }) => change(job!)), 'Job'));
    expect(jobs[0].spec.template).not.toEqual(jobs[1].spec.template);
    expect(jobs[0].metadata.name).not.toBe(jobs[1].metadata.name);
  });

  test('is the same for figures that Kubernetes changes in a Job, and each time that the manifests are written', () => {
    const changed = written({ tool: custom, options: { deadline: Duration.hours(2), backoffLimit: 1 } });
    expect(one(changed, 'Job').metadata.name).toBe(one(base, 'Job').metadata.name);
    const migrations = migrate(newDeployment(newChart()), { tool: custom });
    expect([migrations.job!.name, migrations.job!.name]).toEqual(Array(2).fill(one(base, 'Job').metadata.name));
  });

  test('differs between two of a chart with the same content', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    migrate(web, { tool: custom });
    migrate(web, { tool: custom, options: { jobName: 'shop-web-migrations' } }, 'More');
    const jobs = Testing.synth(chart).filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name.slice(0, -6));
    expect(new Set(jobs).size).toBe(2);
  });
});

test.each(Object.keys(KINDS))('a %s waits', (kind) => {
  const chart = newChart();
  const workload = KINDS[kind](chart, { containers: [{ image: IMAGE }] });
  const { job, container } = migrate(workload, { tool: custom });
  expect(workload.initContainers).toEqual([container]);
  expect(job!.containers.map(({ name }) => name)).toEqual(['migrations-applied']);
  expect(() => Testing.synth(chart)).not.toThrow();
});

describe('files on a volume', () => {
  const changes = (chart: Chart, options: MigrationFolderOptions) => {
    const claim = kplus.PersistentVolumeClaim.fromClaimName(chart, 'Claim', 'sql');
    const volume = new SharedVolume(chart, 'Sql', { source: VolumeSource.persistentVolumeClaim(claim) });
    return { source: MigrationSource.volume(volume, { files: ['1.sql'], ...options }) };
  };

  test('have a version, by which the Job is named', () => {
    const jobs = ['1', '2'].map((version) => {
      const chart = newChart();
      return migrate(newDeployment(chart), changes(chart, { version })).job!.name;
    });
    expect(jobs[0]).not.toBe(jobs[1]);
  });

  test.each([{}, { version: '' }])('fail without one: %j', (options) => {
    const chart = newChart();
    expect(() => migrate(newDeployment(chart), changes(chart, options))).toThrow("are on a volume, whose content is not in the manifest, and a Job runs once per content: set 'version'");
  });

  test('fail when the volume is the pod\'s own', () => {
    const web = newDeployment(newChart());
    const claim = kplus.PersistentVolumeClaim.fromClaimName(web, 'Claim', 'sql');
    const volume = new SharedVolume(web, 'Sql', { source: VolumeSource.persistentVolumeClaim(claim) });
    expect(() => migrate(web, { source: MigrationSource.volume(volume, { files: ['1.sql'], version: '1' }) }))
      .toThrow('is mounted into container \'migrations\' of another workload');
  });

  test('fail when every pod has another volume', () => {
    const chart = newChart();
    const source = MigrationSource.volume(new SharedVolume(chart, 'Sql'), { files: ['1.sql'], version: '1' });
    expect(() => migrate(newDeployment(chart), { source })).toThrow("volume 'sql' with migrations of 'shop/Web/Migrations' is an emptyDir, which the Job's pod cannot share");
  });
});

describe('bad input', () => {
  test.each<[string, Changes, string]>([
    ['the database is in the pod itself', { database: Database.postgres({ name: 'orders', user: 'app', password: { secret: kplus.Secret.fromSecretName(newChart('other'), 'Secret', 'orders'), key: 'password' } }) },
      "database 127.0.0.1:5432 of 'shop/Web/Migrations' is in the pod itself, and a Job has a pod of its own: name the address"],
    ['the deadline is zero', { options: { deadline: Duration.seconds(0) } }, 'deadline in'],
    ['the timeout of the pods is zero', { options: { waitTimeout: Duration.seconds(0) } }, 'waitTimeout in'],
    ['the back-off limit is not a number', { options: { backoffLimit: -1 } }, "backoffLimit -1 of 'shop/Web/Migrations' is not a valid number of pods"],
    ['the name is not a DNS label', { options: { jobName: 'Orders' } }, "jobName 'Orders'"],
  ])('fails when %s', (_, changes, message) => {
    expect(() => migrate(newDeployment(newChart()), changes)).toThrow(message);
  });

  test('fails when a ConfigMap is to be written and the namespace is not known', () => {
    expect(() => migrate(newDeployment(), { tool: custom })).toThrow("the Job of 'shop/Web/Migrations' needs a permission, and a RoleBinding must name the namespace");
    expect(() => migrate(newDeployment())).not.toThrow();
  });
});
