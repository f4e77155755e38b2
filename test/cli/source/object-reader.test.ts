import { ObjectReader } from '../../../src/cli/source/object-reader';
import { SourceFile } from '../../../src/cli/source/source-file';
import { PodTemplates } from '../../../src/lint/model/pod-templates';

const TEMPLATES = new PodTemplates();
const FILES: { readonly [file: string]: string } = {
  'all.yaml': `# comment with ä
---
apiVersion: v1
kind: Pod
metadata: {name: first}
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Pod, metadata: {name: second}}
  - {apiVersion: v1, kind: Pod, metadata: {name: third}, spec: {containers: [{name: app}]}}
`,
  'pods.json': '{"apiVersion": "v1", "kind": "PodList", "items": [{"metadata": {"name": "fourth"}, "spec": {"containers": [{"name": "app"}]}}]}',
  'kustomization.yaml': 'images: [{name: web}]\n',
};

test('objects are read again where they were found, in each document and list', () => {
  const asked: string[] = [];
  const bytes = (file: string) => Buffer.from(FILES[file]);
  const reader = new ObjectReader((file) => {
    asked.push(file);
    return bytes(file);
  }, TEMPLATES);
  const objects = Object.keys(FILES).map((file) => new SourceFile(file, bytes(file)))
    .flatMap((source) => source.content().documents.flatMap((document) => source.objectsIn(document, TEMPLATES)));
  expect(objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['Pod first', 'Pod second', 'Pod third', 'Pod fourth', 'Kustomization ']);
  for (const { root, pods, origin } of objects) {
    const again = reader.object(origin);
    expect([again.root.value, again.pods.length, again.origin]).toEqual([root.value, pods.length, origin]);
  }
  expect(asked).toEqual(Object.keys(FILES));
});

test('only the last files and documents are remembered', () => {
  const asked: string[] = [];
  const reader = new ObjectReader((file) => {
    asked.push(file);
    return Buffer.from(FILES['all.yaml']);
  }, TEMPLATES);
  const read = (from: number, to: number) => {
    for (let index = from; index < to; index++) {
      reader.object({ file: `${index}.yaml`, document: 1 });
    }
  };
  read(0, 40);
  read(32, 40);
  expect(asked).toHaveLength(40);
  read(0, 1);
  expect(asked).toHaveLength(41);
});
