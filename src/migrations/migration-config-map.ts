import { Construct } from 'constructs';
import type { MigrationConfigMapOptions, MigrationFiles } from './migration-files';
import { configMapsVolume, createConfigMap } from '../core/objects/config-map';
import { checkFile } from '../core/plain-text/checks';
import { podOf } from '../core/pod/pod-editor';
import { digest } from '../core/values/digest';
import { at, checkDnsLabel } from '../core/values/errors';
import { onceIfFrozen } from '../core/values/frozen';
import { checkGiven } from '../core/values/given';

/** What Kubernetes takes in one ConfigMap. */
const LIMIT = 1024 * 1024;
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** Puts files into a ConfigMap and its volume. */
export function addFiles(
  owner: Construct, container: string, files: { [name: string]: string }, options: MigrationConfigMapOptions,
): MigrationFiles {
  const names = Object.keys(files);
  checkFiles(owner, files);
  const volumeName = checkDnsLabel('volume name', options.volumeName ?? `${container}-files`, owner, 'set \'volumeName\' to another name');
  const configMap = createConfigMap(owner, 'Files', podOf(owner), files, options.configMapName);
  const content = contentOf(files);
  const mountIn = (construct: Construct) => {
    const volume = configMapsVolume(construct, 'FilesVolume', podOf(construct), [configMap], volumeName);
    return [{ path: '/migrations', volume, readOnly: true }];
  };
  return { folder: '/migrations', names, texts: files, content, mountIn };
}

const contentOf = onceIfFrozen((files: { [name: string]: string }) => digest(Object.entries(files).sort()));

function checkFiles(owner: Construct, files: { [name: string]: string }): void {
  if (Object.keys(files).length === 0) {
    throw new Error(`migrations of ${at(owner)} have no files: add at least one`);
  }
  checkGiven(owner, files, ...Object.keys(files));
  const wrong = Object.keys(files).find((name) => !KEY.test(name));
  if (wrong !== undefined) {
    throw new Error(`file '${wrong}' of ${at(owner)} has a name that is not valid in a ConfigMap: use letters, digits, '.', '-' and '_'`);
  }
  Object.entries(files).forEach(([name, text]) => checkFile(owner, name, text, 'leave the password to whoever owns the role'));
  const bytes = Object.entries(files).reduce((sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text), 0);
  if (bytes > LIMIT) {
    throw new Error(`migrations of ${at(owner)} have ${bytes} bytes, more than the ${LIMIT} of a ConfigMap:`
      + ' put them into an image and use MigrationSource.image()');
  }
}
