import { Field } from '../model/field';

/** Whether a volume is an emptyDir: the API server takes one without any source for that. */
export function isEmptyDir(volume: Field): boolean {
  return volume.at('emptyDir').exists || volume.fields.every((field) => field.key === 'name' || !field.exists);
}
