import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FileChecker } from '../../../src/cli/checking/check-file';
import { Session } from '../../../src/cli/checking/session';
import { SourceFile } from '../../../src/cli/source/source-file';
import { ALL_RULES } from '../../../src/lint/all-rules';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** 20 KiB with findings, a suppression, and a Service that selects the pod. */
const manifest = (name: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        # pod-lint-ignore image-without-version: the version of ${name} is set by the pipeline
        - {name: logs, image: acme/logs}
        - {name: web, image: 'acme/web:1', env: [{name: TEXT, value: '${name} ${'x'.repeat(20_000)}'}], ports: [{name: http, containerPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {selector: {app: ${name}}, ports: [{port: 80, targetPort: http}]}
`;

/** The bytes that are in use when so many files have been checked. */
function bytesInUse(files: number): number {
  const options = { rules: ALL_RULES, minors: [34], persona: 'regular', templates: [] } as const;
  const session = new Session(options, [], () => new Uint8Array());
  const checker = new FileChecker(options);
  for (let number = 0; number < files; number++) {
    const { findings } = session.add(checker.resultOf(`web-${number}.yaml`, () => Buffer.from(manifest(`web-${number}`))));
    expect(findings.length).toBeGreaterThan(0);
  }
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  expect(session).toBeDefined(); // it is still needed
  return heapUsed + arrayBuffers;
}

test('of a file that has been checked, neither its text nor its objects and findings stay in memory', () => {
  bytesInUse(50); // what is loaded or compiled at the first use
  const [few, many] = [bytesInUse(100), bytesInUse(600)];
  expect((many - few) / 500).toBeLessThan(7000);
});

test('of a document that has been read, nothing stays in memory while the next ones are read', () => {
  const text = Array.from({ length: 500 }, (_, number) => manifest(`web-${number}`).replace('{app:', '&labels {app:')).join('---\n');
  const documents = new SourceFile('a.yaml', Buffer.from(text)).documents();
  const bytesAfter = (count: number): number => {
    for (let read = 0; read < count; read++) {
      expect(documents.next().value!.nodes.contents).toBeDefined();
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const [few, many] = [bytesAfter(100), bytesAfter(800)];
  expect((many - few) / 800).toBeLessThan(1000);
});
