import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { MigrationConfigMapOptions, MigrationFiles } from './migration-source';
import { configMapData } from '../../private/config-map-data';
import { configMapMetadata } from '../../private/config-map-name';
import { digest } from '../../private/digest';
import { at, checkDnsLabel } from '../../private/errors';
import { checkGiven } from '../../private/given';
import { applyBefore, podOf } from '../../private/pod-editor';

/** What Kubernetes takes in one ConfigMap. */
const LIMIT = 1024 * 1024;
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** Puts files into a ConfigMap and its volume; a change of them rolls the pods. */
export function addFiles(
  owner: Construct, container: string, files: { [name: string]: string }, options: MigrationConfigMapOptions,
): MigrationFiles {
  const names = Object.keys(files);
  checkFiles(owner, files);
  const volumeName = checkDnsLabel('volume name', options.volumeName ?? `${container}-files`, owner, 'set \'volumeName\' to another name');
  const metadata = configMapMetadata(owner, podOf(owner), options.configMapName);
  const configMap = new kplus.ConfigMap(owner, 'Files', { metadata, ...configMapData(files) });
  const content = digest(Object.entries(files).sort());
  const mountIn = (construct: Construct) => {
    const volume = kplus.Volume.fromConfigMap(construct, 'FilesVolume', configMap, { name: volumeName });
    applyBefore(podOf(construct), configMap);
    podOf(construct).podMetadata.addAnnotation(`checksum/${volumeName}`, content);
    return [{ path: '/migrations', volume, readOnly: true }];
  };
  return { folder: '/migrations', names, texts: files, content, mountIn };
}

function checkFiles(owner: Construct, files: { [name: string]: string }): void {
  if (Object.keys(files).length === 0) {
    throw new Error(`migrations of ${at(owner)} have no files: name at least one`);
  }
  checkGiven(owner, files, ...Object.keys(files));
  const wrong = Object.keys(files).find((name) => !KEY.test(name));
  if (wrong !== undefined) {
    throw new Error(`file '${wrong}' of ${at(owner)} has a name that no ConfigMap takes: use letters, digits, '.', '-' and '_'`);
  }
  const bytes = Object.entries(files).reduce((sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text), 0);
  if (bytes > LIMIT) {
    throw new Error(`migrations of ${at(owner)} have ${bytes} bytes, and a ConfigMap takes ${LIMIT}:`
      + ' put them into an image and use MigrationSource.image()');
  }
}
