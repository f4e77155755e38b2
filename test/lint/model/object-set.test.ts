import { KubeObject } from '../../../src/lint/model/kube-object';
import { MemberList } from '../../../src/lint/model/member-list';
import { areNear, ObjectSet } from '../../../src/lint/model/object-set';
import { PodTemplates } from '../../../src/lint/model/pod-templates';

const object = (kind: string, file: string) => new KubeObject({ apiVersion: 'v1', kind, metadata: { name: 'web' } }, new PodTemplates(), { file });
const FILES = ['staging/all.yaml', 'production/web.yaml', 'production/other.yaml'];
const SET = new ObjectSet(
  new MemberList(FILES.map((file, index) => ({ index, kind: 'ConfigMap', name: 'web', origin: { file }, pods: [], concerns: [] }))),
  'the files given',
  ({ origin }) => object('ConfigMap', origin.file!),
);

test.each([
  ['the same file', 'staging/all.yaml', ['staging/all.yaml']],
  ['the same folder', 'production/pod.yaml', ['production/web.yaml', 'production/other.yaml']],
  ['anywhere, where none is near', 'base/pod.yaml', FILES],
])('of objects that are there several times, those of %s are meant', (_, file, expected) => {
  expect(SET.named('ConfigMap', 'web', object('Pod', file)).map(({ origin }) => origin.file)).toEqual(expected);
});

test.each([
  ['deploy/web/cm.yaml', 'deploy/web/pod.yaml', true],
  ['deploy/config/cm.yaml', 'deploy/web/pod.yaml', true],
  ['lint/testdata/config/cm.yaml', 'lint/testdata/web/pod.yaml', false],
  ['lint/testdata/web/cm.yaml', 'lint/testdata/web/pod.yaml', true],
])('%s and %s are of one application: %s', (one, other, expected) => {
  expect(areNear(object('ConfigMap', one), object('Pod', other))).toBe(expected);
});
