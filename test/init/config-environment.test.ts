import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, ConfigFile, ConfigWriter, ConfigWriterProps, ExistingWorkload, InitStep, KubernetesVersion, SharedVolume, VolumeSource } from '../../src';
import { configFilesOf, containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';

const FILE = ConfigFile.environment('app.env', { DATABASE_URL: 'postgres://app:{{PASSWORD}}@db:5432/orders', POD: '{{POD}}', MODE: 'full' });

function chartFor(version = '1.35'): Chart {
  const chart = newChart();
  KubernetesVersion.of(version).applyTo(chart);
  return chart;
}

function writer(pod: kplus.AbstractPod, props: Partial<ConfigWriterProps> = {}): ConfigWriter {
  const secret = kplus.Secret.fromSecretName(pod, 'Secret', 'db');
  return new ConfigWriter(pod, 'Config', {
    files: [FILE],
    values: { PASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }), POD: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME) },
    ...props,
  });
}

const reference = (key: string, more: object = {}) => (
  { name: key, valueFrom: { fileKeyRef: { volumeName: 'config', path: 'app.env', key, ...more } } });

test.each(Object.entries(KINDS))('a container of a %s has the variables of the file, which it need not mount', (_, create) => {
  const chart = chartFor();
  const pod = create(chart);
  const { container } = new AppContainer(pod, 'App', { image: IMAGE, env: { OTHER: kplus.EnvValue.fromValue('x') } });
  writer(pod).provideTo(container);
  const { env, volumeMounts } = containerOf(podSpecOf(chart), 'app');
  expect(env).toEqual([{ name: 'OTHER', value: 'x' }, reference('DATABASE_URL'), reference('POD', { optional: true }), reference('MODE')]);
  expect(volumeMounts).toBeUndefined();
});

test('so has a container of a workload that is there already', () => {
  const chart = chartFor();
  const template = { spec: { containers: [{ name: 'web', image: IMAGE, env: [{ name: 'THEIRS', value: 'x' }] }] } };
  const web = ExistingWorkload.of(new ApiObject(chart, 'Web', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } }));
  writer(web).provideTo(web.containers[0]);
  expect(podSpecOf(chart).containers[0].env).toEqual([
    { name: 'THEIRS', value: 'x' }, reference('DATABASE_URL'), reference('POD', { optional: true }), reference('MODE'),
  ]);
});

test('the file has single quotes, between which values are checked', () => {
  const chart = chartFor('1.30');
  writer(newDeployment(chart));
  expect(configFilesOf(chart, '1-app.env')['1-app.env'])
    .toBe("DATABASE_URL='postgres://app:{{PASSWORD|env}}@db:5432/orders'\nPOD='{{POD|env}}'\nMODE='full'\n");
});

test.each(['1.28', '1.34'])('fails when Kubernetes %s has no variables from files', (version) => {
  const web = newDeployment(chartFor(version));
  expect(() => writer(web).provideTo(web.containers[0]))
    .toThrow(`environment variables from files of 'shop/Web/Config' are asked for, but Kubernetes ${version} has none: mount the files with mountTo()`);
});

test.each<[string, (web: kplus.Deployment) => unknown, string]>([
  ['no file has variables', (web) => writer(web, { files: [ConfigFile.text('a', 'b')], values: {} }).provideTo(web.containers[0]), 'add one made by ConfigFile.environment()'],
  ['the volume is another one', (web) => {
    const claim = kplus.PersistentVolumeClaim.fromClaimName(web, 'Claim', 'claim');
    writer(web, { volume: new SharedVolume(web, 'Data', { source: VolumeSource.persistentVolumeClaim(claim) }) }).provideTo(web.containers[0]);
  }, "volume 'data' of 'shop/Web/Config' is not an emptyDir"],
  ['a variable is there', (web) => {
    web.containers[0].env.addVariable('MODE', kplus.EnvValue.fromValue('half'));
    writer(web).provideTo(web.containers[0]);
  }, "environment variable 'MODE' of container 'main' is already set"],
  ['the container starts before', (web) => {
    const { container } = new InitStep(web, 'Early', { image: IMAGE });
    writer(web).provideTo(container);
  }, "container 'early' starts before 'shop/Web/Config' has written"],
  ['the container is in another pod', (web) => writer(web).provideTo(newDeployment().containers[0]), "container 'main' is in another workload"],
  ['a password is in plain text', (web) => writer(web, { files: [ConfigFile.environment('a', { DB_PASSWORD: 'hunter2' })], values: {} }), 'has a password in plain text'],
])('fails when %s', (_, build, message) => {
  expect(() => build(newDeployment(chartFor()))).toThrow(message);
});

test.each<[string, { [name: string]: string }, string]>([
  ['there is no variable', {}, "file 'app.env' has no environment variables"],
  ['a name is not valid', { '1A': 'x' }, "environment variable '1A' of 'app.env' is not a valid name"],
  ['a text is empty', { A: '' }, "text of environment variable 'A' of 'app.env' is empty"],
  ['a text has an apostrophe', { A: "it's" }, "text of environment variable 'A' of 'app.env' has an apostrophe"],
  ['a line ends with a carriage return', { A: 'a\r\nb' }, 'a carriage return at the end of a line'],
  ['a placeholder is for JSON', { A: '{{B|json}}' }, 'has a placeholder for JSON'],
  ['a placeholder is not valid', { A: '{{B' }, "'{{B' in the template of 'app.env' is not a placeholder"],
  ['a text is no text', { A: undefined as unknown as string }, "'A' of file 'app.env' is undefined"],
])('fails when %s', (_, variables, message) => {
  expect(() => ConfigFile.environment('app.env', variables)).toThrow(message);
});
