import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { sourceOf } from '../objects/reaches';
import { at } from '../values/errors';

const READ_ONLY = ['configMap', 'secret', 'downwardAPI', 'projected'];

/** Fails for a volume that nobody can write to. */
export function checkWritable(volume: kplus.Volume, where: IConstruct): void {
  const source = sourceOf(volume);
  const kind = READ_ONLY.find((candidate) => candidate in source)
    ?? (source.persistentVolumeClaim?.readOnly ? 'read-only claim' : 'image' in source ? 'folder of an image' : undefined);
  if (kind) {
    throw new Error(`${at(where)} would write to volume '${volume.name}', a ${kind}, which cannot be written to: use another kind, such as an emptyDir`);
  }
}
