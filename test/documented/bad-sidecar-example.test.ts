import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Testing } from 'cdk8s';
import { BadSidecarExample } from '../../examples/documented/bad-sidecar-example';
import { RULES } from '../../src/lint/rules';
import { findingsOf } from '../lint/support/findings';

const [pod, ...others] = Testing.synth(new BadSidecarExample(new App()));
const regular = RULES.filter(({ persona }) => persona === 'regular');
const found = findingsOf(regular, JSON.stringify(pod)).map(({ rule, container }) => `${rule} ${container ?? 'pod'}`).sort();

/** What the document names, and what else is wrong. */
const DOCUMENTED = [
  'memory-limit-missing app', 'memory-limit-missing god-sidecar', 'requests-missing app', 'requests-missing god-sidecar', // no limits
  'pod-without-probes app', // no health checks
  'sidecar-with-many-jobs god-sidecar', // one sidecar that does too much
  'sidecar-shares-nothing god-sidecar', // no shared volume
  'no-security-context pod',
];
const MORE = ['image-without-version app', 'image-without-version god-sidecar', 'script-ignores-sigterm god-sidecar'];

test('is the documented pod', () => {
  expect(others).toEqual([]);
  expect(pod).toMatchObject({
    kind: 'Pod',
    metadata: { name: 'bad-sidecar-example' },
    spec: { containers: [{ name: 'app', image: 'nginx' }, { name: 'god-sidecar', image: 'busybox', command: ['sh', '-c', expect.any(String)] }] },
  });
});

test('each fault is found, and nothing that is none', () => {
  expect(found).toEqual([...DOCUMENTED, ...MORE].sort());
});

test('docs/documented-examples.md names these rules', () => {
  const page = readFileSync(join(__dirname, '../../docs/documented-examples.md'), 'utf8');
  const named = page.slice(page.indexOf('## The bad example')).matchAll(/\(rules\/([\w-]+)\.md\)/g);
  expect([...new Set([...named].map(([, rule]) => rule))].sort()).toEqual([...new Set(found.map((finding) => finding.split(' ')[0]))].sort());
});
