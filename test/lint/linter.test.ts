import { findingsOf } from './support/findings';
import { Rule } from '../../src/lint/rule';
import { duplicateContainerName } from '../../src/lint/rules/duplicate-container-name';

const POD = '{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web}]}}';
const rule = (checks: Partial<Rule>): Rule => ({ ...duplicateContainerName, id: 'test', ...checks });
const from33 = rule({
  checkPod(pod, report, { minor }) {
    if (minor >= 33) {
      report({ at: pod.spec, message: 'too new', help: 'wait' });
    }
  },
});

test('a finding names object, container and path', () => {
  const limits = rule({ checkPod: (pod, report) => report({ at: pod.containers[0].at('resources', 'limits'), message: 'm', help: 'h' }) });
  expect(findingsOf([limits], POD)).toEqual([{
    rule: 'test',
    severity: 'error',
    message: 'm',
    help: 'h',
    container: 'web',
    place: {
      object: 'Pod shop/web',
      origin: { file: '0.yaml', document: 0 },
      path: ['spec', 'containers', 0, 'resources', 'limits'],
      region: { startLine: 1, startColumn: 90, endLine: 1, endColumn: 99 },
      line: POD,
    },
    related: [],
  }]);
});

test('of several versions, a finding names those that it is true of', () => {
  expect(findingsOf([from33], POD, { minors: [33, 29, 34] }).map(({ minors }) => minors)).toEqual([[33, 34]]);
});

test('a finding that is true of all versions names none', () => {
  expect(findingsOf([from33], POD, { minors: [33, 34] }).map(({ minors }) => minors)).toEqual([undefined]);
});

test('fails when a rule fails, and names rule and object', () => {
  const broken = rule({ checkObject: () => { throw new Error('oops'); } });
  expect(() => findingsOf([broken], POD)).toThrow("rule 'test' failed on Pod shop/web, which is a fault of the rule: oops");
});

test('rules that cross objects find pods by selectors', () => {
  const selected = rule({
    kinds: ['Service', 'PodDisruptionBudget'],
    checkAmong: (object, set, report) => report({
      at: object.at('spec', 'selector'),
      message: set.selected(object.at('spec', 'selector'), object).map((pod) => pod.object.title).join() || `not among ${set.where}`,
      help: '',
    }),
  });
  const pod = (name: string, namespace: string, labels: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${namespace}, labels: ${labels}}
spec: {containers: [{name: a}]}
---`;
  const selecting = (head: string, selector: string): string => `
${head}
metadata: {namespace: shop}
spec: {selector: ${selector}}
---`;
  const pods = pod('one', 'shop', '{app: web, tier: "1", env: prod, status: up}') + pod('two', 'shop', '{app: web}') + pod('three', 'other', '{app: web}');
  const messages = (selector: string, head = 'apiVersion: v1\nkind: Service'): string[] => (
    findingsOf([selected], pods + selecting(head, selector)).map(({ message }) => message));
  const ofBudget = (selector: string): string[] => messages(selector, 'apiVersion: policy/v1\nkind: PodDisruptionBudget');
  expect(messages('{app: web}')).toEqual(['Pod shop/one,Pod shop/two']);
  expect(messages('{app: web, tier: "1"}')).toEqual(['Pod shop/one']);
  expect(messages('{env: prod, status: up}')).toEqual(['Pod shop/one']); // what is left out elsewhere
  expect(messages('{app: shop}')).toEqual(['not among the objects in the file given']);
  expect(messages('{}')).toEqual(['not among the objects in the file given']);
  expect(ofBudget('{matchExpressions: [{key: tier, operator: Exists}]}')).toEqual(['Pod shop/one']);
  expect(ofBudget('{matchLabels: {app: web}, matchExpressions: [{key: tier, operator: NotIn, values: ["1"]}]}')).toEqual(['Pod shop/two']);
  expect(ofBudget('{}')).toEqual(['Pod shop/one,Pod shop/two']);
});
