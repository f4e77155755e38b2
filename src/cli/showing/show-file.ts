import { GivenPod } from './given-pod';
import { Autoscaler, Autoscalers, byTarget, replicasOf } from './replicas';
import { View, ViewName, viewNamed } from './views';
import { Pod } from '../../lint/model/pod';
import { PodTemplate, PodTemplates } from '../../lint/model/pod-templates';
import { textOf } from '../failure';
import { FileWork } from '../reading/file-work';
import { reasonOf } from '../reading/reason';
import { SourceFile } from '../source/source-file';

/** What to show, as plain data that can be sent to another thread. */
export interface ShowSettings {
  readonly view: ViewName;
  readonly templates: readonly PodTemplate[];
  /** Those in all files, where they matter. */
  readonly autoscalers: readonly Autoscaler[];
}

/** What there is to be shown of a file. */
export interface ShownFile {
  readonly pods: readonly ShownPod[];
  /** Why the others are not here. */
  readonly failures: readonly string[];
}

export interface ShownPod {
  readonly title: string;
  readonly text: string;
}

/** Shows the pods of files. What cannot be read or shown does not stop the others. */
export class FileShower implements FileWork<ShownFile> {
  private readonly view: View;
  private readonly templates: PodTemplates;
  private readonly autoscalers: Autoscalers;

  constructor({ view, templates, autoscalers }: ShowSettings) {
    this.view = viewNamed(view);
    this.templates = new PodTemplates(templates);
    this.autoscalers = byTarget(autoscalers);
  }

  public resultOf(file: string, read: () => Uint8Array): ShownFile {
    try {
      return this.show(new SourceFile(file, read()));
    } catch (error) {
      return this.failed(file, error as Error);
    }
  }

  public failed(file: string, error: Error): ShownFile {
    return { pods: [], failures: [`${file}: ${reasonOf(error)}`] };
  }

  private show(source: SourceFile): ShownFile {
    const pods: ShownPod[] = [];
    const failures: string[] = [];
    const documents = source.documents((failure) => failures.push(textOf(failure)));
    for (const document of documents) {
      for (const pod of source.objectsIn(document, this.templates).flatMap((object) => object.pods)) {
        const { title } = pod.object;
        try {
          pods.push({ title, text: this.view(this.given(pod)) });
        } catch (error) {
          failures.push(`${source.name}: ${title}: ${(error as Error).message}`);
        }
      }
    }
    return { pods, failures };
  }

  private given(pod: Pod): GivenPod {
    const { object } = pod;
    return {
      title: object.title,
      pod,
      replicas: replicasOf(object, this.autoscalers),
      manifest: { kind: object.kind, metadata: { name: object.name, annotations: pod.metadata.at('annotations').value }, spec: pod.spec.value },
    };
  }
}
