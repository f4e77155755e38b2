import { ALL_RULES } from '../../src/lint/all-rules';
import { checkAll } from '../../src/lint/check-all';
import { Linter } from '../../src/lint/linter';
import { PodTemplates } from '../../src/lint/model/pod-templates';
import { readersOf } from '../../src/lint/objects';

const templates = new PodTemplates();

/** The objects in which rules find something. */
const found = (objects: readonly unknown[], rule: string, rules = ALL_RULES): string[] => {
  const linter = new Linter({ rules, minors: [34], persona: 'strict' });
  return checkAll(linter, objects.flatMap((value, index) => readersOf(value, templates, { document: index })), 'the objects of the test')
    .filter((finding) => finding.rule === rule).map(({ place }) => place.object);
};

const pod = (name: string, env: readonly unknown[] = []): unknown => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    containers: [
      { name: 'web', image: 'acme/web:1', ports: [{ containerPort: 8080 }], env },
      { name: 'agent', image: 'busybox:1.37.0', command: ['sh', '/scripts/agent.sh'], volumeMounts: [{ name: 'scripts', mountPath: '/scripts' }] },
    ],
    volumes: [{ name: 'scripts', configMap: { name: `${name}-scripts` } }],
  },
});
const scripts = (name: string, text: string): unknown => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${name}-scripts` }, data: { 'agent.sh': text } });
const GOOD = 'while sleep 5; do echo running; done\n';
const BAD = 'hosts=(a b)\nwhile sleep 5; do echo "${hosts[0]}"; done\n';

test('of workloads of one shape, the one whose script has a fault is found', () => {
  const objects = [scripts('a', GOOD), scripts('b', BAD), scripts('c', GOOD), scripts('d', BAD), ...['a', 'b', 'c', 'd'].map((name) => pod(name))];
  expect(found(objects, 'bash-in-sh')).toEqual(['ConfigMap b-scripts', 'ConfigMap d-scripts']);
});

test('rules are asked once about workloads of one shape whose scripts are of one shape', () => {
  let asked = 0;
  const rules = ALL_RULES.map((rule) => rule.id !== 'bash-in-sh' ? rule : {
    ...rule,
    checkAmong: (...given: Parameters<NonNullable<typeof rule.checkAmong>>) => {
      asked++;
      rule.checkAmong!(...given);
    },
  });
  found([...['a', 'b', 'c'].map((name) => scripts(name, GOOD)), ...['a', 'b', 'c'].map((name) => pod(name))], 'bash-in-sh', rules);
  expect(asked).toBe(1);
});

test.each(['bash-in-sh', 'wait-without-end'])('of workloads that mount the same script in other places, %s is found in the one that runs it', (rule) => {
  const places = ['/other', '/scripts', '/other'];
  const pods = places.map((mountPath, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `web-${index}` },
    spec: {
      initContainers: [{ name: 'wait', image: 'busybox:1.37.0', command: ['sh', '/scripts/agent.sh'], volumeMounts: [{ name: 'scripts', mountPath }] }],
      containers: [{ name: 'web', image: 'acme/web:1' }],
      volumes: [{ name: 'scripts', configMap: { name: `web-${index}-scripts` } }],
    },
  }));
  const configs = places.map((_, index) => scripts(`web-${index}`, 'hosts=(a b)\nuntil nc -z db 5432; do sleep 1; done\n'));
  expect(found([...configs, ...pods], rule)).toEqual(['ConfigMap web-1-scripts']);
});

test('of workloads that differ in values of variables alone, the one that connects to a port without a server is found', () => {
  const names = ['a', 'b', 'c'];
  const pods = names.map((name, index) => pod(name, [{ name: 'STATSD', value: `127.0.0.1:${[8080, 9125, 8080][index]}` }]));
  expect(found([...names.map((name) => scripts(name, GOOD)), ...pods], 'local-port-unanswered')).toEqual(['Pod b']);
});

test('of workloads that differ in annotations alone, the one that has an undeclared port scraped is found', () => {
  const spec = { containers: [{ name: 'web', image: 'acme/web:1', ports: [{ containerPort: 8080 }] }] };
  const pods = ['8080', '9102', '8080'].map((port, index) => ({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: `web-${index}`, annotations: { 'prometheus.io/port': port } }, spec,
  }));
  expect(found(pods, 'scrape-port-undeclared')).toEqual(['Pod web-1']);
});

test('of two objects with a number that is none, the one with a fault is found', () => {
  const pods = [{ name: 'web', image: 'acme/web:1' }, { name: 'web', image: 'acme/web' }]
    .map((container, index) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `web-${index}` }, spec: { containers: [container], priority: NaN, runtimeClassName: NaN } }));
  expect(found([...pods, pods[0]], 'image-without-version')).toEqual(['Pod web-1']);
});
