import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCUMENTED_FAULTS } from './support/documented-faults';
import { findingsOf } from './support/findings';
import { RULES } from '../../src/lint/rules';

/*
 * The manifests of the documented examples as their documents have them, with the faults that are known of them. Scripts and
 * configurations are ours, with the same faults.
 */

const REGULAR = RULES.filter(({ persona }) => persona === 'regular');

/** `rule container`, or `rule Kind` where it is about an object. */
function found(example: string): string[] {
  const yaml = readFileSync(join(__dirname, `documents/${example}.yaml`), 'utf8');
  return findingsOf(RULES, yaml).map(({ rule, container, place }) => `${rule} ${container ?? place.object.split(' ')[0]}`);
}

test.each(DOCUMENTED_FAULTS)('%s: %s', (example, _, findings) => {
  expect(found(example)).toEqual(expect.arrayContaining(findings));
});

/** Errors, of which there must be none that is not one. */
const ERRORS: { readonly [example: string]: string[] } = {
  'app-with-fluentd': ['nginx-log-format-undefined'],
  'app-with-tracing': ['bash-in-sh'],
  'production-microservice': ['no-shell-in-image'],
};
const EXAMPLES = [...new Set(DOCUMENTED_FAULTS.map(([example]) => example)), 'init-demo', 'init-retry-demo', 'log-filter-demo', 'log-adapter-demo', 'auto-injected-demo', 'fully-observable-app', 'app-with-metrics'];

test.each(EXAMPLES)('%s: no other error', (example) => {
  const yaml = readFileSync(join(__dirname, `documents/${example}.yaml`), 'utf8');
  const errors = findingsOf(REGULAR, yaml).filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  expect(errors).toEqual(ERRORS[example] ?? []);
});

test('YAML whose here-document leaves its block is reported with its line', () => {
  const yaml = ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: c}', 'data:', '  run.sh: |', '    cat <<EOF', 'up 1', 'EOF'].join('\n');
  expect(() => findingsOf(RULES, yaml)).toThrow('not valid YAML');
});
