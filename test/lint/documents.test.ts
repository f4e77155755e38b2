import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  return findingsOf(REGULAR, yaml).map(({ rule, container, place }) => `${rule} ${container ?? place.object.split(' ')[0]}`);
}

/** What is wrong in a document, and what says so. */
const FAULTS: [example: string, fault: string, findings: string[]][] = [
  ['sidecar-pod', 'tail -f ends when the file is not there yet', ['tail-of-missing-file sidecar-container']],
  ['web-with-sidecar', 'prints the last 5 lines every 10 s', ['log-printed-again log-processor']],
  ['file-watcher', 'no requests or limits', ['requests-missing writer', 'memory-limit-missing writer', 'requests-missing watcher', 'memory-limit-missing watcher']],
  ['app-with-health-sidecar', 'the monitor has requests but no limits', ['memory-limit-missing health-monitor']],
  ['app-with-health-sidecar', 'image tag latest', ['image-without-version health-monitor']],
  ['multi-init', 'the checks are only simulated', ['init-does-nothing check-db', 'init-does-nothing run-migrations']],
  ['webapp-with-migrations', 'password in plain text, in the environment and on the command line', ['secret-in-env run-migrations', 'password-in-arguments run-migrations']],
  ['webapp-with-migrations', 'waits for ever', ['wait-without-end wait-for-db']],
  ['webapp-with-migrations', 'a failing file does not stop the loop', ['migration-goes-on run-migrations']],
  ['app-with-log-shipper', 'read eats backslashes', ['read-changes-lines log-shipper']],
  ['app-with-fluentd', 'nginx refuses the configuration', ['nginx-log-format-undefined ConfigMap']],
  ['multi-format-logger', 'JSON is cut up with grep', ['json-cut-up log-formatter']],
  ['multi-format-logger', 'nothing bounds the files', ['log-volume-without-size-limit Pod']],
  ['app-with-proxy', 'no probes and no limits', ['pod-without-probes app', 'readiness-probe-missing nginx-proxy', 'memory-limit-missing app', 'memory-limit-missing nginx-proxy']],
  ['app-with-proxy', 'nginx as root', ['no-security-context Deployment']],
  ['secure-app', 'nothing listens on 443', ['script-never-listens mtls-proxy']],
  ['resilient-app', 'random numbers', ['random-figures ConfigMap']],
  ['app-with-db-ambassador', 'nothing listens on 3306', ['script-never-listens db-ambassador']],
  ['app-with-redis-ambassador', 'no requests or limits', ['requests-missing redis-ambassador', 'memory-limit-missing redis-ambassador']],
  ['app-with-metrics-adapter', 'serves random numbers', ['random-figures ConfigMap']],
  ['app-with-apm', 'random numbers', ['random-figures ConfigMap']],
  ['app-with-tracing', 'bash arrays under /bin/sh', ['bash-in-sh ConfigMap']],
  ['app-with-tracing', 'simulated', ['script-never-listens jaeger-agent']],
  ['resource-monitor-demo', 'random numbers', ['random-figures resource-monitor']],
  ['production-microservice', 'the exporter never listens on 9090', ['script-never-listens metrics-exporter']],
  ['production-microservice', 'preStop calls /bin/sh in an image without a shell', ['no-shell-in-image app']],
  ['production-microservice', 'waits and migrations are simulated', ['init-does-nothing wait-for-db', 'init-does-nothing db-migrations']],
  ['sidecar-best-practices', 'the glob is expanded once', ['glob-expanded-once log-sidecar']],
  ['sidecar-best-practices', 'the emptyDir has no size limit', ['log-volume-without-size-limit Deployment']],
  ['resource-optimized-sidecars', 'sidecars without any configuration', ['shipper-without-config log-sidecar']],
  ['webserver', 'prints the whole files again every 30 s', ['log-printed-again sidecar-container']],
  ['webserver', 'image tags latest', ['image-without-version nginx-container', 'image-without-version sidecar-container']],
];

test.each(FAULTS)('%s: %s', (example, _, findings) => {
  expect(found(example)).toEqual(expect.arrayContaining(findings));
});

/** Errors, of which there must be none that is not one. */
const ERRORS: { readonly [example: string]: string[] } = {
  'app-with-fluentd': ['nginx-log-format-undefined'],
  'app-with-tracing': ['bash-in-sh'],
  'production-microservice': ['no-shell-in-image'],
};
const EXAMPLES = [...new Set(FAULTS.map(([example]) => example)), 'init-demo', 'init-retry-demo', 'log-filter-demo', 'log-adapter-demo', 'auto-injected-demo', 'fully-observable-app', 'app-with-metrics'];

test.each(EXAMPLES)('%s: no other error', (example) => {
  const yaml = readFileSync(join(__dirname, `documents/${example}.yaml`), 'utf8');
  const errors = findingsOf(REGULAR, yaml).filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  expect(errors).toEqual(ERRORS[example] ?? []);
});
