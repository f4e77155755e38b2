import { Autoscaler, autoscalerOf } from './replicas';
import { AUTOSCALERS } from '../../lint/knowledge/autoscaling';
import { PodTemplates } from '../../lint/model/pod-templates';
import { readInput } from '../reading/read-input';
import { SourceFile } from '../source/source-file';

const MENTION = new RegExp(AUTOSCALERS.join('|'));

/** All autoscalers in files: they are known before the first workload is shown. What cannot be read is said where the pods are shown. */
export function autoscalersIn(files: readonly string[]): Autoscaler[] {
  return files.flatMap((file) => {
    try {
      return autoscalersOf(new SourceFile(file, readInput(file)));
    } catch {
      return [];
    }
  });
}

function autoscalersOf(source: SourceFile): Autoscaler[] {
  const found: Autoscaler[] = [];
  for (const document of source.documents(undefined, (text) => MENTION.test(text))) {
    for (const object of source.objectsIn(document, new PodTemplates())) {
      found.push(...AUTOSCALERS.includes(object.kind) ? [autoscalerOf(object)] : []);
    }
  }
  return found;
}
