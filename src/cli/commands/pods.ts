import { CLEAN, NOT_CHECKED } from './exit-codes';
import { Replicas, replicasOf } from './replicas';
import { counted } from './summary';
import { printable } from '../../core/values/printable';
import { AUTOSCALERS } from '../../lint/knowledge/autoscaling';
import { KubeObject } from '../../lint/model/kube-object';
import { Pod } from '../../lint/model/pod';
import { PodTemplates } from '../../lint/model/pod-templates';
import { readConfiguration } from '../configuration/configuration';
import { inputsOf } from '../inputs';
import { noteSkipped } from '../note-skipped';
import { Output } from '../output';
import { readInput } from '../read-input';
import { SourceFile } from '../source/source-file';

/** A pod in the files given, with the workload that it is of. */
export interface GivenPod {
  /** `Deployment shop/web` */
  readonly title: string;
  readonly pod: Pod;
  readonly replicas: Replicas;
  /** The pod as a manifest of its own, with the name of its workload. */
  readonly manifest: object;
}

/**
 * Does something with the pods of files. What cannot be read or shown is said, and does not stop the others.
 *
 * @returns the exit code
 */
export function forEachPod(args: readonly string[], config: string | undefined, output: Output, show: (pod: GivenPod) => void): number {
  const inputs = inputsOf(args);
  const { files, missing } = inputs;
  const configuration = readConfiguration(config, files);
  noteSkipped(inputs, (file) => !configuration.excludes(file), output);
  const templates = new PodTemplates(configuration.templates);
  let code: number = CLEAN;
  const fail = (message: string): void => {
    output.note(`error: ${printable(message)}\n`);
    code = NOT_CHECKED;
  };
  missing.forEach(({ message }) => fail(message));
  const objects = files.filter((one) => !configuration.excludes(one)).flatMap((file) => {
    let found: KubeObject[] = [];
    attempt((message) => fail(`${file}: ${message}`), () => {
      const source = new SourceFile(file, readInput(file));
      source.failures.forEach(({ line, column, message }) => fail(`${file}:${line}:${column}: ${message}`));
      found = source.objects(templates);
    });
    return found;
  });
  const autoscalers = objects.filter(({ kind }) => AUTOSCALERS.includes(kind));
  for (const { origin: { file }, title, pods } of objects) {
    pods.forEach((pod) => attempt((message) => fail(`${file}: ${title}: ${message}`), () => show(given(pod, autoscalers))));
  }
  if (code === CLEAN && objects.every(({ pods }) => pods.length === 0)) {
    output.note(`no workloads with pods were found in ${counted(files.length, 'file')}\n`);
  }
  return code;
}

function attempt(fail: (message: string) => void, work: () => void): void {
  try {
    work();
  } catch (error) {
    fail((error as Error).message);
  }
}

function given(pod: Pod, autoscalers: readonly KubeObject[]): GivenPod {
  const { object } = pod;
  return {
    title: object.title,
    pod,
    replicas: replicasOf(object, autoscalers),
    manifest: { kind: object.kind, metadata: { name: object.name, annotations: pod.metadata.at('annotations').value }, spec: pod.spec.value },
  };
}
