import { ApiObject, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppContainer, ConfigFile, ConfigWriter, ExistingWorkload, ImageFolderOptions, KubernetesVersion, ReverseProxy, ReverseProxyProgram, SharedVolume,
  VolumeSource,
} from '../../src';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';

const ASSETS = 'ghcr.io/acme/assets:1.4.2';

function chartFor(version?: string): Chart {
  const chart = newChart();
  if (version) {
    KubernetesVersion.of(version).applyTo(chart);
  }
  return chart;
}

function assetsIn(scope: kplus.AbstractPod | Chart, options: ImageFolderOptions = { path: '/srv/assets/' }): SharedVolume {
  return new SharedVolume(scope, 'Assets', { source: VolumeSource.image(ASSETS, options) });
}

/** The pod of an app that gets the files at /assets. */
function podWith(version: string | undefined, options?: ImageFolderOptions, kind = 'Deployment'): any {
  const chart = chartFor(version);
  const pod = KINDS[kind](chart);
  const assets = assetsIn(pod, options);
  assets.mountTo(new AppContainer(pod, 'App', { image: IMAGE }).container, '/assets');
  return podSpecOf(chart);
}

const image = { reference: ASSETS, pullPolicy: 'IfNotPresent' };

test.each(['1.35', '1.36.2', '1.37'])('Kubernetes %s mounts the folder of an image, and nothing is copied', (version) => {
  const spec = podWith(version);
  expect(spec.volumes).toEqual([{ name: 'assets', image }]);
  expect(spec.containers[0].volumeMounts).toEqual([{ name: 'assets', mountPath: '/assets', subPath: 'srv/assets', readOnly: true }]);
  expect(spec).not.toHaveProperty('initContainers');
});

test.each([undefined, '1.28', '1.30', '1.34'])('for Kubernetes %s an init container of the image copies the folder', (version) => {
  const spec = podWith(version);
  expect(spec.volumes).toEqual([{ name: 'assets', emptyDir: { sizeLimit: '200Mi' } }]);
  expect(spec.containers[0].volumeMounts).toEqual([{ name: 'assets', mountPath: '/assets' }]);
  expect(spec.initContainers).toEqual([expect.objectContaining({
    name: 'assets-copy', image: ASSETS, command: ['cp', '-RL', '/srv/assets/.', '/copy'], volumeMounts: [{ name: 'assets', mountPath: '/copy' }],
  })]);
});

test.each(Object.keys(KINDS))('a %s can mount an image', (kind) => {
  expect(podWith('1.35', undefined, kind).volumes).toEqual([{ name: 'assets', image }]);
});

test('without a path it is the whole image, and a tag that moves is looked up each time', () => {
  const chart = chartFor('1.35');
  const web = newDeployment(chart);
  new SharedVolume(web, 'Assets', { source: VolumeSource.image('ghcr.io/acme/assets') }).mountTo(web.containers[0], '/assets');
  const { volumes, containers } = podSpecOf(chart);
  expect(volumes).toEqual([{ name: 'assets', image: { reference: 'ghcr.io/acme/assets', pullPolicy: 'Always' } }]);
  expect(containers[0].volumeMounts).toEqual([{ name: 'assets', mountPath: '/assets', readOnly: true }]);
});

test('who mounts it past this library gets the folder too, and a part of it', () => {
  const chart = chartFor('1.35');
  const web = newDeployment(chart);
  web.containers[0].mount('/css', assetsIn(web).volume, { subPath: 'css' });
  expect(podSpecOf(chart).containers[0].volumeMounts).toEqual([{ name: 'assets', mountPath: '/css', subPath: 'srv/assets/css', readOnly: true }]);
});

test('an image volume of a chart goes into a workload, also into one that is there already', () => {
  const chart = chartFor('1.35');
  const template = { spec: { containers: [{ name: 'web', image: IMAGE, volumeMounts: [{ name: 'theirs', mountPath: '/theirs' }] }], volumes: [{ name: 'theirs', emptyDir: {} }] } };
  const web = ExistingWorkload.of(new ApiObject(chart, 'Web', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } }));
  assetsIn(chart).mountTo(web.containers[0], '/assets');
  const { volumes, containers } = podSpecOf(chart);
  expect(volumes).toEqual([{ name: 'theirs', emptyDir: {} }, { name: 'assets', image }]);
  expect(containers[0].volumeMounts).toEqual([
    { name: 'theirs', mountPath: '/theirs' }, { name: 'assets', mountPath: '/assets', subPath: 'srv/assets', readOnly: true },
  ]);
});

test('a reverse proxy serves the files of an image', () => {
  const chart = chartFor('1.35');
  const web = newDeployment(chart);
  new ReverseProxy(web, 'Proxy', { serviceElsewhere: true, appPort: 3000, program: ReverseProxyProgram.nginx({ staticFiles: [{ path: '/assets/', volume: assetsIn(web) }] }) });
  expect(containerOf(podSpecOf(chart), 'proxy').volumeMounts)
    .toContainEqual({ name: 'assets', mountPath: '/srv/static-1', subPath: 'srv/assets', readOnly: true });
});

test.each<[string, string, (web: kplus.Deployment, chart: Chart) => unknown, string]>([
  ['the path is relative', '1.35', (web) => assetsIn(web, { path: 'srv' }), "'srv'"],
  ['there is no image', '1.35', () => VolumeSource.image(undefined as unknown as string), "'image' of a volume of an image is undefined"],
  ['the whole image would be copied', '1.34', (web) => assetsIn(web, {}), "set 'path' to the folder with the files, or KubernetesVersion to 1.35 or later"],
  ['it would be copied outside a workload', '1.34', (_, chart) => assetsIn(chart), 'create it in the workload, or set KubernetesVersion to 1.35 or later'],
  ['there is no room for a copy', '1.34', (web) => assetsIn(web, { path: '/srv', sizeLimit: Size.mebibytes(0) }), 'is zero'],
  ['somebody would write to it', '1.35', (web) => new ConfigWriter(web, 'Config', { files: [ConfigFile.text('a', 'b')], volume: assetsIn(web) }), 'a folder of an image, which cannot be written to'],
])('fails when %s', (_, version, build, message) => {
  const chart = chartFor(version);
  expect(() => build(newDeployment(chart), chart)).toThrow(message);
});
