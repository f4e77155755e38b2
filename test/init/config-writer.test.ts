import { Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ConfigFile, ConfigWriter, KubernetesVersion, SharedVolume, VolumeSource } from '../../src';
import { containerOf, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';

const SHA = 'AB'.repeat(32);
const value = (text: string) => kplus.EnvValue.fromValue(text);

test.each(Object.entries(KINDS))('writes before the app in a %s, which mounts the files read-only', (_, create) => {
  const chart = newChart();
  const workload = create(chart, { containers: [{ name: 'main', image: 'app:1' }] });
  const config = new ConfigWriter(workload, 'Config', { files: [ConfigFile.text('a', 'b')] });
  config.mountTo(workload.containers[0], '/etc/app');
  const spec = podSpecOf(chart);
  expect(spec.initContainers.map(({ name }: any) => name)).toEqual(['config']);
  expect(containerOf(spec, 'main').volumeMounts).toEqual([{ name: 'config', mountPath: '/etc/app', readOnly: true }]);
  expect(spec.volumes.find(({ name }: any) => name === 'config')).toEqual({ name: 'config', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } });
  expect(spec.securityContext.fsGroup).toBe(2000);
});

test('texts, fetched files and the files of each image have a container each', () => {
  const chart = newChart();
  const secret = kplus.Secret.fromSecretName(chart, 'Db', 'db');
  const web = newDeployment(chart);
  new ConfigWriter(web, 'Config', {
    files: [
      ConfigFile.template('conf.d/app.conf', 'password={{PASSWORD}}\npod={{POD|json}}\n'),
      ConfigFile.fromImage('defaults', 'app:1', '/etc/app/'),
      ConfigFile.text('a $(HOME).txt', '{{ as it is }}'),
      ConfigFile.fetched('rules.json', 'https://rules.example.com/v1', { sha256: SHA, caCertificate: { secret, key: 'ca' } }),
      ConfigFile.fromImage('more', 'other:1', '/more'),
    ],
    values: {
      PASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }),
      POD: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME),
    },
    fetchTimeout: Duration.millis(1500),
  });
  const spec = podSpecOf(chart);
  expect(spec.initContainers.map(({ name, image, command, args }: any) => [name, image, command.join(' '), args])).toEqual([
    ['config-text', 'busybox:1.36.1', 'sh /scripts/configure.sh',
      ['fill', '/scripts/1-app.conf', 'conf.d/app.conf', 'copy', '/scripts/2-a___HOME_.txt', 'a $$(HOME).txt']],
    ['config-fetch', 'curlimages/curl:8.16.0', 'sh /scripts/configure.sh',
      ['fetch', 'https://rules.example.com/v1', 'rules.json', SHA.toLowerCase(), '/ca/1/ca.crt']],
    ['config-image', 'app:1', 'sh /pod-pattern-scripts/configure.sh', ['copy', '/etc/app', 'defaults']],
    ['config-image-2', 'other:1', 'sh /pod-pattern-scripts/configure.sh', ['copy', '/more', 'more']],
  ]);
  expect(containerOf(spec, 'config-text').env).toEqual([
    { name: 'CONFIG_FOLDER', value: '/config' },
    { name: 'FILE_PASSWORD', value: '/values/1/value' },
    { name: 'VALUE_POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ]);
  expect(containerOf(spec, 'config-fetch').env).toContainEqual({ name: 'CONFIG_TIMEOUT', value: '2' });
  const configMap = Testing.synth(chart).find(({ kind, data }) => kind === 'ConfigMap' && data['1-app.conf']);
  expect(Object.keys(configMap.data)).toEqual(['1-app.conf', '2-a___HOME_.txt']);
  expect(configMap.data['2-a___HOME_.txt']).toBe('{{ as it is }}');
});

test('files of an image may be where the pattern has its own in other images', () => {
  const chart = newChart();
  new ConfigWriter(newDeployment(chart), 'Config', { files: [ConfigFile.fromImage('app.yaml', 'app:1', '/config/app.yaml')] });
  const { volumeMounts, env } = containerOf(podSpecOf(chart), 'config');
  expect(volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(['/pod-pattern-config', '/pod-pattern-scripts']);
  expect(env).toEqual([{ name: 'CONFIG_FOLDER', value: '/pod-pattern-config' }]);
});

test('from Kubernetes 1.35 on, images are mounted whole into a container of busybox', () => {
  const chart = newChart();
  KubernetesVersion.of('1.35').applyTo(chart);
  new ConfigWriter(newDeployment(chart), 'Config', { files: [ConfigFile.fromImage('app.yaml', 'app:1', '/config/app.yaml'), ConfigFile.fromImage('b', 'b:2', '/b')] });
  const spec = podSpecOf(chart);
  const { image, args, volumeMounts, env } = containerOf(spec, 'config-image');
  expect([image, args]).toEqual(['busybox:1.36.1', ['take', '/config/app.yaml', 'app.yaml']]);
  expect(volumeMounts).toContainEqual({ name: 'config-image-files', mountPath: '/image', readOnly: true });
  expect(env).toEqual([{ name: 'CONFIG_FOLDER', value: '/config' }, { name: 'CONFIG_IMAGE', value: '/image' }]);
  expect(spec.volumes.filter((volume: any) => volume.image)).toEqual([
    { name: 'config-image-files', image: { reference: 'app:1', pullPolicy: 'IfNotPresent' } },
    { name: 'config-image-2-files', image: { reference: 'b:2', pullPolicy: 'IfNotPresent' } },
  ]);
});

test('values from a Secret and long ones come as files, which have no limit of a variable', () => {
  const chart = newChart();
  const secret = kplus.Secret.fromSecretName(chart, 'Bundle', 'bundle');
  new ConfigWriter(newDeployment(chart), 'Config', {
    files: [ConfigFile.template('ca', '{{CA}}{{LONG}}')],
    values: { CA: kplus.EnvValue.fromSecretValue({ secret, key: 'ca' }), LONG: kplus.EnvValue.fromValue('x'.repeat(140_000)) },
  });
  const spec = podSpecOf(chart);
  const { env, volumeMounts } = containerOf(spec, 'config');
  expect(env.slice(1)).toEqual([{ name: 'FILE_CA', value: '/values/1/value' }, { name: 'FILE_LONG', value: '/scripts/value-LONG' }]);
  expect(volumeMounts).toContainEqual({ name: 'config-value-1', mountPath: '/values/1', readOnly: true });
  expect(spec.volumes).toContainEqual({ name: 'config-value-1', secret: { secretName: 'bundle', items: [{ key: 'ca', path: 'value' }] } });
});

test('files go to a volume that is there', () => {
  const web = newDeployment();
  const volume = new SharedVolume(web, 'Data');
  expect(new ConfigWriter(web, 'Config', { files: [ConfigFile.text('a', '')], volume }).volume).toBe(volume);
});

describe('bad input', () => {
  const write = (files: ConfigFile[], values?: { [name: string]: kplus.EnvValue }) => new ConfigWriter(newDeployment(), 'Config', { files, values });

  test('fails when there is no file', () => {
    expect(() => write([])).toThrow('files of \'shop/Web/Config\' are empty');
  });

  test.each([['a', 'a'], ['a', 'a/b'], ['x', 'a', 'a-b', 'a/b']])('fails when a path is written twice: %p', (...paths) => {
    expect(() => write(paths.map((path) => ConfigFile.text(path, '')))).toThrow('path \'a\' in \'shop/Web/Config\' is written twice');
  });

  test.each(['', '/a', '../a', 'a/../b', './a', 'a//b', 'a/', 'a\nb'])('fails when a path is not below the folder: %p', (path) => {
    expect(() => ConfigFile.text(path, '')).toThrow(`path ${JSON.stringify(path)} of a configuration file is not below its folder`);
  });

  test.each(['{{', '{{A', '{{A B}}', '{{A|yaml}}', '{{{A}}}', '{{}}', '{{1A}}', '{{A}} {{ B }}'])('fails when a placeholder is not valid: %p', (text) => {
    expect(() => ConfigFile.template('a', text)).toThrow('in the template of \'a\' is not a placeholder');
  });

  test.each(['constructor', 'toString'])('fails when a placeholder has no value: %s', (name) => {
    expect(() => write([ConfigFile.template('a', `{{${name}}}`)], {})).toThrow(`placeholder {{${name}}} in 'shop/Web/Config' has no value`);
  });

  test('fails when nobody can write to the volume', () => {
    const web = newDeployment();
    const source = VolumeSource.existing(kplus.Volume.fromConfigMap(web, 'V', kplus.ConfigMap.fromConfigMapName(web, 'Map', 'map'), { name: 'map' }));
    expect(() => new ConfigWriter(web, 'Config', { files: [ConfigFile.text('a', '')], volume: new SharedVolume(web, 'Data', { source }) }))
      .toThrow("'shop/Web/Config' would write to volume 'map', a configMap, which cannot be written to");
  });

  test('fails when a placeholder has no value, or a value no placeholder', () => {
    expect(() => write([ConfigFile.template('a', '{{A}}{{B}}')], { A: value('1') })).toThrow('placeholder {{B}} in \'shop/Web/Config\' has no value');
    expect(() => write([ConfigFile.template('a', '{{A}}')], { A: value('1'), B: value('2') })).toThrow('value \'B\' in \'shop/Web/Config\' is in no template');
  });

  test.each(['\0', '\u0001'])('fails when a text has the character %j', (character) => {
    expect(() => ConfigFile.text('a', character)).toThrow('text of \'a\' contains the character 0 or');
  });

  test('fails when a value is a password in plain text', () => {
    expect(() => write([ConfigFile.template('a', '{{PASSWORD}}')], { PASSWORD: value('hunter2') })).toThrow("value 'PASSWORD' of 'shop/Web/Config' has a password in plain text");
  });

  test('fails when the certificate of a server is in another namespace', () => {
    const chart = newChart();
    const secret = new kplus.Secret(chart, 'Ca', { metadata: { namespace: 'other', name: 'ca' } });
    const files = [ConfigFile.fetched('a', 'https://x/', { sha256: SHA, caCertificate: { secret, key: 'ca.crt' } })];
    expect(() => new ConfigWriter(newDeployment(chart), 'Config', { files })).toThrow("secret 'ca' of 'shop/Web/Config/fetch' is in namespace 'other'");
  });

  test('fails when the texts do not fit a ConfigMap', () => {
    const half = 'ü'.repeat(300 * 1024);
    expect(() => write([ConfigFile.text('a', half), ConfigFile.text('b', half)])).toThrow('texts of \'shop/Web/Config\' have 1228800 bytes');
  });

  test('fails when an image is empty or a source relative', () => {
    expect(() => ConfigFile.fromImage('a', '', '/a')).toThrow('image that \'a\' is copied from is empty');
    expect(() => write([ConfigFile.fromImage('a', 'app:1', 'etc')])).toThrow('source of \'a\' \'etc\' in \'shop/Web/Config\' is relative');
  });

  test('fails when a checksum or a URL is not valid', () => {
    expect(() => ConfigFile.fetched('a', 'https://x/', { sha256: 'abc' })).toThrow('sha256 \'abc\' of \'a\' is not a checksum');
    expect(() => ConfigFile.fetched('a', 'file:///etc/passwd', { sha256: SHA })).toThrow('url "file:///etc/passwd" of file \'a\' is not valid');
    expect(() => ConfigFile.fetched('a', 'https://u:p@x/', { sha256: SHA })).toThrow('has credentials in it');
  });

  test('fails when the time to fetch is zero', () => {
    expect(() => new ConfigWriter(newDeployment(), 'Config', {
      files: [ConfigFile.fetched('a', 'https://x/', { sha256: SHA })],
      fetchTimeout: Duration.seconds(0),
    })).toThrow('fetchTimeout in \'shop/Web/Config/fetch\' is zero');
  });
});
