import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { capabilitiesTable } from './support/capabilities-table';
import { closestOf, differences } from './support/excerpt';
import { examplesOf, readExamples } from './support/gallery';
import { ROOT } from './support/markdown';
import { redactedRows } from './support/redaction-table';
import { synthesize } from './support/synthesize';
import { DEFAULT_KEYS } from '../../src/logging/redaction';
import { describeRedactors } from '../logging/support/redact-programs';

const named = readExamples().map((example): [string, typeof example] => [`${example.code.file}:${example.code.line}`, example]);

describe('the gallery shows', () => {
  const pages = ['patterns', 'log-shippers', 'settings', 'init-containers', 'ambassadors', 'proxies', 'mutual-tls', 'telemetry', 'metrics', 'monitors', 'observability'];

  test.each(['README.md', ...pages.map((page) => `docs/${page}.md`)])('examples in %s', (page) => {
    expect(named.filter(([, { code }]) => code.file === page)).not.toEqual([]);
  });
});

/** Each document of a YAML block is an excerpt of one manifest; the rule is that of `differences`. */
test.each(named)('%s gives manifests, with the excerpts behind it', (_where, { code, yaml }) => {
  const manifests = synthesize(code.text);
  expect(manifests).not.toEqual([]);
  const wrong = yaml.flatMap((block) => excerpts(block.text).map((excerpt, index) => ({
    excerpt: `${block.file}:${block.line} document ${index + 1}`,
    differences: closestOf(excerpt, manifests),
  })));
  expect(wrong.filter((one) => one.differences.length > 0)).toEqual([]);
});

function excerpts(yaml: string): unknown[] {
  return parseAllDocuments(yaml).map((document) => {
    const [error] = document.errors;
    if (error || document.contents === null) {
      throw error ?? new Error('a YAML document is empty: write what it shows');
    }
    return document.toJS();
  });
}

test('the table of what each proxy can do is that of the code', () => {
  const page = readFileSync(join(ROOT, 'docs/ambassadors.md'), 'utf8');
  expect(page.split('\n\n')).toContain(capabilitiesTable());
});

const rows = redactedRows(ROOT);

describe('the table of redacted lines', () => {
  test('is there', () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  describeRedactors(({ name, redact }) => test(`is what ${name} does`, () => {
    const texts = rows.map(([before]) => ({ keys: DEFAULT_KEYS, text: before }));
    expect(redact(texts)).toEqual(rows.map(([, after]) => after));
  }));
});

describe('the check itself', () => {
  const real = { kind: 'Pod', spec: { containers: [{ name: 'app', ports: [80, 81] }, { name: 'logs' }, { name: 'logs', tty: true }] } };

  test.each([
    ['nothing at all', {}],
    ['some keys', { spec: { containers: [{ name: 'app' }] } }],
    ['some elements in their order', { spec: { containers: [{ name: 'app', ports: [81] }, { tty: true }] } }],
  ])('takes %s', (_what, excerpt) => {
    expect(differences(excerpt, real)).toEqual([]);
  });

  test.each([
    ['another value', { kind: 'Job' }, ['.kind: not "Job", but "Pod"']],
    ['another type', { spec: { containers: { name: 'app' } } }, ['.spec.containers.name: not there']],
    ['a key that is not there', { metadata: { name: 'x' } }, ['.metadata: not there']],
    ['another order', { spec: { containers: [{ name: 'logs' }, { name: 'app' }] } }, [
      '.spec.containers[1]: in no element from number 2 on', '.spec.containers[1].name: not "app", but "logs"',
    ]],
    ['one element for two', { spec: { containers: [{ name: 'app' }, { ports: [80] }] } }, [
      '.spec.containers[1]: in no element from number 1 on', '.spec.containers[1].ports: not there',
    ]],
  ])('fails when the excerpt has %s', (_what, excerpt, expected) => {
    expect(differences(excerpt, real)).toEqual(expected);
  });

  test('gives YAML to the TypeScript before it, up to the next heading', () => {
    const code = '```ts\nconst chart = 1;\n# no heading\n```\n';
    const yaml = '```yaml\na: 1\n```\n';
    const page = `# One\n${code}text\n${yaml}${yaml}${code}## Two\n${yaml}\`\`\`ts\nconst other = 1;\n\`\`\`\n`;
    expect(examplesOf('page.md', page).map((example) => [example.code.line, example.yaml.map(({ line }) => line)])).toEqual([[2, [7, 10]], [13, []]]);
  });

  test('fails when an example cannot be synthesized', () => {
    expect(() => synthesize("import { App, Chart } from 'cdk8s';\nimport { LogSidecar } from 'cdk8s-pod-patterns';\n"
      + "const chart = new Chart(new App(), 'shop');\nnew LogSidecar(chart, 'Logs', { logFiles: ['/logs/*.log'] });")).toThrow('is not inside a workload');
    expect(() => synthesize("import 'lodash';\nconst chart = 1;")).toThrow("an example imports 'lodash'");
  });
});
