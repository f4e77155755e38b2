import { duplicateContainerName } from '../../../src/lint/rules/duplicate-container-name';
import { findingsOf } from '../support/findings';

/** Two faults of one rule, in containers `a` and `b`. */
const pod = (annotation: string, where = 'metadata'): string => JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  ...where === 'metadata' ? { metadata: { annotations: { [`pod-lint/${duplicateContainerName.id}`]: annotation } } } : {},
  spec: {
    template: {
      ...where === 'template' ? { metadata: { annotations: { [`pod-lint/${duplicateContainerName.id}`]: annotation } } } : {},
      spec: { initContainers: [{ name: 'a' }, { name: 'b' }], containers: [{ name: 'a' }, { name: 'b' }] },
    },
  },
});
const found = (yaml: string): string[] => findingsOf([duplicateContainerName], yaml).map(({ rule, container, message }) => (
  rule === duplicateContainerName.id ? `${rule} in ${container}` : `${rule}: ${message}`));

test.each(['metadata', 'template'])('an annotation in %s suppresses the findings of its rule', (where) => {
  expect(found(pod('Renamed by a webhook.', where))).toEqual([]);
});

test('names of containers in brackets limit it to these', () => {
  expect(found(pod('[a] Renamed by a webhook.'))).toEqual(['duplicate-container-name in b']);
  expect(found(pod('[a, b] Renamed by a webhook.'))).toEqual([]);
  expect(found(pod('[a] Renamed by a webhook.\n[b] Never started.'))).toEqual([]);
});

test('without a reason it suppresses nothing, and is a finding', () => {
  const message = "suppression-without-reason: annotation 'pod-lint/duplicate-container-name' has no reason";
  expect(found(pod(''))).toEqual(['duplicate-container-name in a', 'duplicate-container-name in b', message]);
  expect(found(pod('[a]'))).toEqual(['duplicate-container-name in a', 'duplicate-container-name in b', message]);
});

test.each([['y', 'boolean true'], ['1.30', 'number 1.3']])('a reason of %s is no text, which is said', (reason, type) => {
  const yaml = `{apiVersion: v1, kind: Pod, metadata: {annotations: {pod-lint/duplicate-container-name: ${reason}}}, spec: {}}`;
  const [{ message }] = findingsOf([duplicateContainerName], yaml);
  expect(message).toBe(`annotation 'pod-lint/duplicate-container-name', which is read as the ${type}, has no reason`);
});

test('one that suppresses nothing is a finding, which a fix takes away', () => {
  const yaml = '{apiVersion: v1, kind: Pod, metadata: {annotations: {pod-lint/duplicate-container-name: Why not.}}, spec: {}}';
  const [{ rule, message, fix }, ...more] = findingsOf([duplicateContainerName], yaml);
  expect([rule, message]).toEqual(['unused-suppression', "annotation 'pod-lint/duplicate-container-name' suppresses nothing"]);
  expect(fix!.changes.map(({ path }) => path)).toEqual([['metadata', 'annotations', 'pod-lint/duplicate-container-name']]);
  expect(more).toEqual([]);
});

test('of several lines, each is unused by itself, and a fix keeps the others', () => {
  const annotation = 'metadata: {annotations: {pod-lint/duplicate-container-name: "[a] Why not.\\n[b] It is renamed.\\n"}}';
  const yaml = `{apiVersion: v1, kind: Pod, ${annotation}, spec: {containers: [{name: b}, {name: b}]}}`;
  const [{ message, fix }, ...more] = findingsOf([duplicateContainerName], yaml);
  expect(message).toBe("'[a] Why not.' of annotation 'pod-lint/duplicate-container-name' suppresses nothing");
  expect(fix!.changes.map(({ to }) => to)).toEqual(['[b] It is renamed.\n']);
  expect(more).toEqual([]);
});

test('one that names no rule is a finding', () => {
  const yaml = '{apiVersion: v1, kind: Pod, metadata: {annotations: {pod-lint/no-such: Why not.}}, spec: {}}';
  expect(found(yaml)).toEqual(["unused-suppression: annotation 'pod-lint/no-such' names no rule: there is no 'no-such'"]);
});

test('it covers its own object alone', () => {
  const other = pod('');
  expect(found(`${pod('Renamed by a webhook.')}\n---\n${other.replace('/duplicate-container-name', '/x').replace('"annotations"', '"labels"')}`))
    .toEqual(['duplicate-container-name in a', 'duplicate-container-name in b']);
});
