import { manifestOf, SourceFile } from './source-file';
import { memoized } from '../../core/values/memoized';
import { Origin } from '../../lint/model/field';
import { KubeObject } from '../../lint/model/kube-object';
import { PodTemplates } from '../../lint/model/pod-templates';
import { heldAt } from '../../lint/objects';

const FILES = 8;
const DOCUMENTS = 32;

/** Reads objects again where they were found. A few files and documents are remembered: most objects lead to others beside them. */
export class ObjectReader {
  private readonly source: (file: string) => SourceFile;
  private readonly valueOf: (document: string) => unknown;

  constructor(read: (file: string) => Uint8Array, private readonly templates: PodTemplates) {
    this.source = memoized((file) => new SourceFile(file, read(file)), FILES);
    this.valueOf = memoized((document) => {
      const [file, index] = JSON.parse(document) as [string, number];
      return manifestOf(file, this.source(file).document(index)!.value);
    }, DOCUMENTS);
  }

  /** @throws if the file is not there any more, or not what it was */
  public object(origin: Origin): KubeObject {
    const { file, document = 0, prefix = [] } = origin;
    const value = this.valueOf(JSON.stringify([file, document]));
    return new KubeObject(heldAt(value, prefix), this.templates, origin);
  }
}
