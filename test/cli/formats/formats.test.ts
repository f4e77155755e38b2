import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv from 'ajv';
import * as fc from 'fast-check';
import { reporterOf } from '../../../src/cli/formats';
import { HumanReporter } from '../../../src/cli/formats/human';
import { ALL_RULES } from '../../../src/lint/all-rules';
import { Finding } from '../../../src/lint/finding';
import { readXml } from '../../support/xml';
import { BAD, Folder, RULE } from '../support/command';

const SCHEMA = JSON.parse(fs.readFileSync(path.join(__dirname, 'sarif-schema-2.1.0.json'), 'utf8')) as object;
const fitsSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(SCHEMA);

let folder: Folder | undefined;
afterEach(() => {
  folder?.remove();
  folder = undefined;
});

async function written(format: string): Promise<string> {
  folder = new Folder({ 'a b.yaml': BAD, 'broken.yaml': 'a: [\n', 'pod-lint.yaml': `rules:\n${ALL_RULES.filter(({ id }) => id !== RULE).map(({ id }) => `  ${id}: off\n`).join('')}` });
  return (await folder.run('lint', '--format', format, '.', '--exclude', 'pod-lint.yaml')).stdout;
}

test('for people, the lines of all places are shown, and what to do', async () => {
  expect(await written('human')).toBe(`error[${RULE}]: container name 'app' is taken twice in this pod
  --> a b.yaml:12:13  Pod shop/web, container app, spec.containers[0].name
 8 |     - name: app # the first
   |             --- the first one
12 |       name: app
   |             ^^^
  = help: give one of them another name

not checked: not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]
  --> broken.yaml:2:1

`);
});

test('for people, a line with several places is shown once', async () => {
  folder = new Folder({ 'a.yaml': BAD.replace(/  initContainers:[^]*/, '  containers: [{name: app, image: a:1}, {name: app, image: a:1}]\n') });
  expect((await folder.run('lint', 'a.yaml')).stdout).toContain(`
 7 |   containers: [{name: app, image: a:1}, {name: app, image: a:1}]
   |                       --- the first one
   |                                                ^^^
  = help: give one of them another name
`);
});

test('where Helm has rendered an object, its template is named', async () => {
  folder = new Folder({ 'a.yaml': `---\n# Source: shop/templates/web.yaml\n${BAD}---\n# Source: shop/charts/cache/templates/redis.yaml\n${BAD.replaceAll('web', 'redis')}---\n${BAD.replaceAll('web', 'other')}# Source: x\n` });
  const { findings } = JSON.parse((await folder.run('lint', '--format', 'json', 'a.yaml')).stdout);
  expect(findings.filter(({ rule }: any) => rule === RULE).map(({ template, related }: any) => [template, related[0].template])).toEqual([
    ['shop/templates/web.yaml', 'shop/templates/web.yaml'], ['shop/charts/cache/templates/redis.yaml', 'shop/charts/cache/templates/redis.yaml'], [undefined, undefined],
  ]);
  expect((await folder.run('lint', 'a.yaml')).stdout).toContain('             ^^^\n  = template: shop/templates/web.yaml\n  = help: give one of them another name\n');
});

test('JSON is as its page shows it', async () => {
  const page = fs.readFileSync(path.join(__dirname, '../../../docs/lint.md'), 'utf8');
  const shown = /```json\n([\s\S]*?)```/.exec(page)![1].replace('not valid YAML: ...', 'not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]');
  expect(JSON.parse(await written('json'))).toEqual(JSON.parse(shown.replaceAll('web.yaml', 'a b.yaml')));
});

test('SARIF fits its schema, and has the regions', async () => {
  const log = JSON.parse(await written('sarif'));
  expect(fitsSarif(log) ? [] : fitsSarif.errors).toEqual([]);
  const [{ results, invocations, tool }] = log.runs;
  expect(results.map(({ ruleId, ruleIndex, level }: any) => [ruleId, tool.driver.rules[ruleIndex].id, level])).toEqual([[RULE, RULE, 'error']]);
  expect(results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'a%20b.yaml', uriBaseId: '%SRCROOT%' }, region: { startLine: 12, startColumn: 13, endLine: 12, endColumn: 16 },
  });
  expect(results[0].relatedLocations[0].physicalLocation.region.startLine).toBe(8);
  expect(invocations[0].executionSuccessful).toBe(false);
  expect(invocations[0].toolExecutionNotifications[0].locations[0].physicalLocation.region).toEqual({ startLine: 2, startColumn: 1 });
});

test('JUnit has a suite for each file, and failures with their places', async () => {
  expect(await written('junit')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cdk8s-pod-patterns lint">
  <testsuite name="a b.yaml" tests="1" failures="1" errors="0">
    <testcase name="${RULE}" classname="Pod shop/web, container app">
      <failure type="error" message="container name 'app' is taken twice in this pod">a b.yaml:12:13: container name 'app' is taken twice in this pod: give one of them another name</failure>
    </testcase>
  </testsuite>
  <testsuite name="broken.yaml" tests="1" failures="0" errors="1">
    <testcase name="not checked" classname="broken.yaml">
      <error type="not checked" message="not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]">broken.yaml:2:1: not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]</error>
    </testcase>
  </testsuite>
</testsuites>
`);
});

/** As Jenkins reads it: https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd */
const COUNT = { type: 'string', pattern: '^\\d+$' };
const STRING = { type: 'string' };
const element = (required: object, optional: object = {}): object => (
  { type: 'object', properties: { ...required, ...optional }, required: Object.keys(required), additionalProperties: false });
const OUTCOMES = { type: 'array', maxItems: 1, items: element({ '@type': STRING, '@message': STRING }, { '#text': STRING }) };
const CASE = element({ '@name': STRING, '@classname': STRING }, { '#text': STRING, 'failure': OUTCOMES, 'error': OUTCOMES });
const SUITE = element({ '@name': STRING, '@tests': COUNT, '@failures': COUNT, '@errors': COUNT, 'testcase': { type: 'array', minItems: 1, items: CASE } }, { '#text': STRING });
const JUNIT = element({ '?xml': {}, 'testsuites': element({ '@name': STRING }, { '#text': STRING, 'testsuite': { type: 'array', items: SUITE } }) });
const fitsJunit = new Ajv().compile(JUNIT);

function fitting(text: string): any {
  const document = readXml(text);
  expect(fitsJunit(document) ? [] : fitsJunit.errors).toEqual([]);
  return document;
}

test('JUnit fits its schema', async () => {
  const { testsuites } = fitting(await written('junit'));
  expect(testsuites.testsuite.map((suite: any) => [suite['@name'], suite['@failures'], suite['@errors']])).toEqual([['a b.yaml', '1', '0'], ['broken.yaml', '0', '1']]);
  folder!.write('clean.yaml', '');
  expect(fitting((await folder!.run('lint', '--format', 'junit', 'clean.yaml')).stdout).testsuites.testsuite[0].testcase).toHaveLength(1);
});

test('GitHub gets annotations', async () => {
  expect(await written('github')).toBe([
    `::error file=a b.yaml,line=12,endLine=12,col=13,endColumn=16,title=${RULE}::Pod shop/web, container app: container name 'app' is taken twice in this pod: give one of them another name`,
    '::error file=broken.yaml,line=2,col=1,title=not checked::not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
    '',
  ].join('\n'));
});

describe('why there was no check', () => {
  const reported = async (format: string, ...args: string[]): Promise<string> => {
    folder = new Folder({ 'a.yaml': BAD, 'pod-lint.yaml': '# ours\nfail-on: error\n', 'other.yaml': '' });
    const { code, stdout, stderr } = await folder.run('lint', '--format', format, 'a.yaml', ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining('error: ')]);
    return stdout;
  };
  const MESSAGE = "unknown field 'fail-on' (did you mean 'failOn'?): use one of kubernetes, strict, failOn, rules, exclude, podTemplates, ignore, baseline";

  test('is in JSON, with its place', async () => {
    expect(JSON.parse(await reported('json'))).toEqual({ findings: [], failures: [{ file: 'pod-lint.yaml', line: 2, column: 1, message: MESSAGE }] });
  });

  test.each([
    ['--baseline', 'no.json'], ['--write-baseline', 'a.yaml'], ['--write-baseline', 'a.yaml/b.json'], ['--kubernetes', 'x'], ['--fix', '-'],
  ])('is in JSON, without a place where there is none (%s %s)', async (...args) => {
    const { failures, findings } = JSON.parse(await reported('json', '--config', 'other.yaml', ...args));
    expect([findings, failures]).toEqual([[], [{ message: expect.stringContaining(args[1] === '-' ? 'standard input' : args[1]) }]]);
  });

  test.each([[[], 1], [['--kubernetes', 'x', '--config', 'other.yaml'], 0]])('is in SARIF, which fits its schema (%j)', async (args, places) => {
    const log = JSON.parse(await reported('sarif', ...args));
    expect(fitsSarif(log) ? [] : fitsSarif.errors).toEqual([]);
    const [{ executionSuccessful, toolExecutionNotifications: [{ locations = [] }] }] = log.runs[0].invocations;
    expect([executionSuccessful, locations.length]).toEqual([false, places]);
  });

  test('is an error in JUnit', async () => {
    const report = await reported('junit');
    expect(fitting(report).testsuites.testsuite).toMatchObject([{ '@name': 'all files', '@errors': '1' }]);
    expect(report).toContain('>pod-lint.yaml:2:1: unknown field');
  });

  test.each([
    [[], `::error file=pod-lint.yaml,line=2,col=1,title=not checked::${MESSAGE}\n`],
    [['--kubernetes', 'x', '--config', 'other.yaml'], expect.stringMatching(/^::error title=not checked::Kubernetes version 'x' is not valid/)],
  ])('is an annotation for GitHub (%j)', async (args, annotation) => {
    expect(await reported('github', ...args)).toEqual(annotation);
  });

  test('is on standard error alone for people', async () => {
    expect(await reported('human')).toBe('');
  });
});

describe('where the command runs below the root of a repository', () => {
  const inFolder = async (format: string): Promise<string> => {
    folder = new Folder({ 'shop/.git': '', 'shop/web.yaml': BAD, 'shop/manifests/web 2.yaml': BAD, 'other/web.yaml': BAD });
    const root = process.cwd();
    process.chdir('shop/manifests');
    const { stdout } = await folder.run('lint', '--format', format, '--fail-on', 'error', '.', '..', `${root}/other`, 'missing.yaml');
    return stdout.replaceAll(root, '/root');
  };

  test('annotations name files from there', async () => {
    const files = [...(await inFolder('github')).matchAll(/^::error file=(.*?),/gm)].map(([, file]) => file);
    expect([...new Set(files)].sort()).toEqual(['/root/other/web.yaml', 'manifests/missing.yaml', 'manifests/web 2.yaml', 'web.yaml']);
  });

  test('also where GitHub has checked out the files without git', async () => {
    folder = new Folder({ 'shop/manifests/web.yaml': BAD });
    const { env } = process;
    process.env = { ...env, GITHUB_WORKSPACE: `${process.cwd()}/shop` };
    try {
      process.chdir('shop/manifests');
      expect((await folder.run('lint', '--format', 'github', 'web.yaml')).stdout).toContain('::error file=manifests/web.yaml,');
    } finally {
      process.env = env;
    }
  });

  test('SARIF does so too', async () => {
    const [{ results, originalUriBaseIds, invocations }] = JSON.parse(await inFolder('sarif')).runs;
    const at = ({ locations: [{ physicalLocation: { artifactLocation } }] }: any): unknown => artifactLocation;
    expect(originalUriBaseIds).toEqual({ '%SRCROOT%': { uri: 'file:///root/shop/' } });
    expect(results.filter(({ ruleId }: any) => ruleId === RULE).map(at)).toEqual([
      { uri: 'manifests/web%202.yaml', uriBaseId: '%SRCROOT%' }, { uri: 'web.yaml', uriBaseId: '%SRCROOT%' }, { uri: 'file:///root/other/web.yaml' },
    ]);
    expect(invocations[0].toolExecutionNotifications.map(at)).toEqual([{ uri: 'manifests/missing.yaml', uriBaseId: '%SRCROOT%' }]);
  });
});

describe('texts of users', () => {
  const finding = (text: string): Finding => {
    const region = { startLine: 1, startColumn: 3, endLine: 1, endColumn: 4 };
    const place = { object: `Pod ${text}`, origin: { file: `${text}.yaml` }, path: ['spec'], region, line: text };
    return { rule: RULE, severity: 'error', message: text, help: text, container: text, place, related: [{ ...place, message: text }] };
  };
  const fileOf = (text: string): string => `a${text.replaceAll('/', '|')}`;
  const output = (format: any, text: string): string => {
    let result = '';
    const write = (part: string): void => { result += part; };
    const reporter = reporterOf(format, { write, note: write, isTerminal: false, isErrorTerminal: false, isColored: false }, ALL_RULES);
    reporter.add([finding(text)], [{ file: fileOf(text), line: 1, column: 1, message: text }], fileOf(text));
    reporter.end();
    return result;
  };
  const TEXT = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u001b[31m', ']]>', '::error::', 'a%0A', '\n::warning::x', '"\'&<', '\t\ttab', 'x'.repeat(5000)));

  test('are written whole in JSON and SARIF', () => {
    fc.assert(fc.property(TEXT, (text) => {
      expect(JSON.parse(output('json', text)).findings[0].message).toBe(text);
      expect(JSON.parse(output('sarif', text)).runs[0].results[0].locations[0].logicalLocations[0].fullyQualifiedName).toContain(text);
    }));
  });

  /** As a runner of GitHub reads them: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs */
  function annotation(line: string): { readonly file: string; readonly message: string } {
    const [, properties, message] = /^::\w+ (.*?)::(.*)$/s.exec(line)!;
    const given = Object.fromEntries(properties.split(',').map((property) => /^(\w+)=(.*)$/s.exec(property)!.slice(1)));
    const plain = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
    return {
      file: plain(given.file).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%'),
      message: plain(message).replaceAll('%25', '%'),
    };
  }

  test('are read from an annotation as they were, but for what steers a terminal', () => {
    fc.assert(fc.property(fc.oneof(TEXT, fc.string({ unit: fc.constantFrom('%', '0', 'A', 'D', '2', '5', ':', ',', '=', '\n', '\r') })), (text) => {
      const [failure] = output('github', text).split('\n').map((line) => line === '' ? undefined : annotation(line));
      const shown = (part: string): string => part.replace(/[^\P{Cc}\t\r\n]/gu, '\ufffd');
      expect(failure).toEqual({ file: shown(fileOf(text)), message: shown(text) });
    }));
  });

  test('end no line of an annotation, and steer no terminal', () => {
    fc.assert(fc.property(TEXT, (text) => {
      expect(output('github', text).match(/[\r\n]/g)).toHaveLength(2);
      expect(output('human', text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    }));
  });

  test('are text in XML, and fit its schema', () => {
    fc.assert(fc.property(TEXT, (text) => {
      const [suite] = fitting(output('junit', text)).testsuites.testsuite;
      const shown = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
      expect(suite.testcase.map((one: any) => one['@classname'])).toEqual([fileOf(shown), `Pod ${shown}, container ${shown}`.replace(/, container $/, '')]);
      expect([suite.testcase[0].error[0]['@message'], suite.testcase[1].failure[0]['@message']]).toEqual([shown, shown]);
    }));
  });

  test('JUnit counts what a suite has', () => {
    fc.assert(fc.property(fc.nat(5), fc.nat(5), (findings, failures) => {
      let xml = '';
      const write = (part: string): void => { xml += part; };
      const reporter = reporterOf('junit', { write, note: write, isTerminal: false, isErrorTerminal: false, isColored: false }, ALL_RULES);
      reporter.add(Array(findings).fill(finding('a')), Array(failures).fill({ file: 'a', line: 1, column: 1, message: 'x' }), 'a');
      const count = (part: string): number => xml.split(part).length - 1;
      expect(xml).toContain(`tests="${count('<testcase ')}" failures="${count('<failure ')}" errors="${count('<error ')}"`);
      expect([count('<testcase '), count('<failure '), count('<error ')]).toEqual([Math.max(1, findings + failures), findings, failures]);
    }));
  });

  test('of a long line the part around the place is shown', () => {
    let shown = '';
    const region = { startLine: 1, startColumn: 201, endLine: 1, endColumn: 204 };
    new HumanReporter((text) => { shown += text; }, false).add([{ ...finding(''), related: [], place: { ...finding('').place, region, line: `${'a'.repeat(200)}bbb${'c'.repeat(200)}` } }], []);
    expect(shown).toContain(`…${'a'.repeat(60)}bbb${'c'.repeat(97)}…\n   | ${' '.repeat(61)}^^^`);
  });
});

test('far behind in a very long line, the part around the place is shown', async () => {
  const env = `env: [{name: A, value: "${'x'.repeat(3000)}"}]`;
  folder = new Folder({ 'a.yaml': `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, ${env}}, {name: app, ${env}}]}}\n` });
  const { stdout } = await folder.run('lint', 'a.yaml');
  expect(stdout).toContain(` 1 | …${'x'.repeat(47)}"}]}, {name: app, env: [{name: A, value: "${'x'.repeat(71)}…\n   | ${' '.repeat(61)}^^^\n`);
});

test.each([
  ['name: 世界アプリ # ok', 7, 12, '      ^^^^^^^^^^'],
  ['世界: 🎉x', 5, 8, '      ^^^'],
  ['e\u0301: x', 5, 6, '   ^'],
  ['a:\t"x"', 4, 7, '  \t^^^'],
  ['a: "x\ty"', 4, 9, '   ^^\t^^'],
  ['🇩🇪: x', 7, 8, '    ^'],
  ['\u1112\u1161\u11ab: x', 6, 7, '    ^'],
])('the caret stands below what it points at: %j', (line, startColumn, endColumn, pointer) => {
  let shown = '';
  const place = { object: 'Pod a', origin: { file: 'a' }, path: [], region: { startLine: 1, startColumn, endLine: 1, endColumn }, line };
  new HumanReporter((text) => { shown += text; }, false).add([{ rule: RULE, severity: 'error', message: 'x', help: 'y', place, related: [] }], []);
  expect(shown).toContain(`\n 1 | ${line}\n   | ${pointer}\n`);
});

test('colours are for those who ask for them', () => {
  let shown = '';
  new HumanReporter((text) => { shown += text; }, true).add([], [{ file: 'a', line: 1, column: 1, message: 'x' }]);
  expect(shown).toContain('\u001b[31m');
});
