import { FileChecker } from '../../../src/cli/checking/check-file';
import { Session } from '../../../src/cli/checking/session';
import { ALL_RULES } from '../../../src/lint/all-rules';

const web = (name: string, { probe = true, target = '8080', key = 'level', config = 'settings' } = {}): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - {name: logs, image: 'acme/logs:1'}
        - name: web
          image: acme/web:1
          ports: [{name: http, containerPort: 8080}]
          env: [{name: LEVEL, valueFrom: {configMapKeyRef: {name: ${config}, key: ${key}}}}]
          ${probe ? 'readinessProbe: {httpGet: {path: /, port: 8080}}' : ''}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {selector: {app: ${name}}, ports: [{port: 80, targetPort: ${target}}]}
`;
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {level: info}\n';

/** The files that are read again, and the rules that have found something in all files together. */
function checkTogether(...texts: readonly string[]): { readonly read: string[]; readonly found: string[] } {
  const options = { rules: ALL_RULES.filter(({ checkAmong }) => checkAmong), minors: [34], persona: 'regular', templates: [] } as const;
  const read: string[] = [];
  const session = new Session(options, [], (file) => {
    read.push(file);
    return Buffer.from(texts[Number(file)]);
  });
  const checker = new FileChecker(options);
  texts.forEach((text, index) => session.add(checker.resultOf(String(index), () => Buffer.from(text))));
  const { findings, failures } = session.finish();
  expect(failures).toEqual([]);
  return { read: [...new Set(read)], found: findings.map(({ rule }) => rule) };
}

test('objects that have nothing to do with one another are not read a second time', () => {
  expect(checkTogether(web('a', { config: 'other' }), web('b', { config: 'other' }), CONFIG)).toEqual({ read: [], found: [] });
});

test.each([
  ['readiness-probe-missing', { probe: false, config: 'other' }, ['0']],
  ['service-port-name-unknown', { target: 'metrics', config: 'other' }, ['0']],
  ['config-key-missing', { key: 'leval' }, ['0', '2']],
])('%s reads what it has to do with', (rule, options, files) => {
  expect(checkTogether(web('a', options), web('b', { config: 'other' }), CONFIG)).toEqual({ read: files, found: [rule] });
});

test('fails when a file is gone before it is read again', () => {
  const options = { rules: ALL_RULES, minors: [34], persona: 'regular', templates: [] } as const;
  const session = new Session(options, [], () => {
    throw new Error('no such file');
  });
  session.add(new FileChecker(options).resultOf('a', () => Buffer.from(web('a', { target: 'metrics' }))));
  expect(session.finish().failures).toEqual([{ message: 'the objects in the file given: no such file' }]);
});
