import { App } from 'cdk8s';
import { documentedExamples } from '../../examples/documented';
import { comparable, firstMissing } from '../e2e/documented/support/compare';
import { readSections } from '../e2e/documented/support/page';
import { allowedSkips } from '../support/programs';

const APPLIED = /^kubectl apply -f dist\/manifests\/(\S+)\.k8s\.yaml$/;

describe('what a command printed', () => {
  test('may have other figures, times and names of pods than the page', () => {
    const page = 'web-6d8f7c9b5d-x2x7k   2/2     Running   0          17s';
    expect(comparable(page)).toBe(comparable('web-7f9c8d6b54-abcde 2/2 Running 3 2m5s'));
    expect(comparable('Thu Nov 26 08:36:33 UTC 2026: entry 0')).toBe(comparable('Fri Dec 4 18:01:02 UTC 2026: entry 12'));
  });

  test.each([
    ['{"status":503,"tries":3}', '{"status":200,"tries":3}'],
    ['{"status":503,"tries":3}', '{"status":503,"tries":1}'],
    ['2026-11-26T08:36:33Z healthy (200) in 0.001 s', '2026-11-26T08:36:33Z healthy (500) in 0.001 s'],
    ['503', '200'],
    ['"value":[1795682377.581,"1"]', '"value":[1795682388.581,"0"]'],
    ['applied 001.sql', 'skipped 001.sql'],
  ])('is another one than %s when it is %s', (shown, printed) => {
    expect(comparable(shown)).not.toBe(comparable(printed));
  });

  test('has the lines of the page in their order, and may have others between', () => {
    expect(firstMissing(['a', '...', 'c'], 'a\nb\nc\n')).toBeUndefined();
    expect(firstMissing(['c', 'a'], 'a\nb\nc\n')).toBe('a');
    expect(firstMissing(['a ... z(', '...'], 'b\na few words z(\nc')).toBeUndefined();
    expect(firstMissing(['a ... z'], 'a few words')).toBe('a ... z');
    expect(firstMissing(['a', 'a'], 'a\nb\n')).toBe('a');
    expect(firstMissing([], 'a\n')).toBe("nothing, but it printed 'a'");
    expect(firstMissing([], '\n')).toBeUndefined();
  });
});

test('a page has sections with commands and what they print', () => {
  expect(readSections('# Title\n## web\n\ntext\n```console\n$ one\n  a\n\nb\n$ two\n```\n## none\n\nNot run here: no program. More.\n')).toEqual([
    { example: 'web', commands: [{ command: 'one', output: ['  a', '', 'b'] }, { command: 'two', output: [] }] },
    { example: 'none', commands: [], notRunHere: 'no program' },
  ]);
});

test('docs/documented-commands.md has every example', () => {
  const names = documentedExamples(new App()).map((chart) => chart.node.id);
  expect(readSections().map(({ example }) => example).sort()).toEqual(names.sort());
});

describe('the page shows the objects of an example in the order in which they are created', () => {
  const charts = documentedExamples(new App());

  test.each(readSections().flatMap(({ commands }) => commands).filter(({ command }) => APPLIED.test(command)))('$command', ({ command, output }) => {
    const [, example] = APPLIED.exec(command)!;
    const created = charts.find(({ node }) => node.id === example)!.toJson().map(({ apiVersion, kind, metadata: { name } }) => (
      `${[kind.toLowerCase(), ...apiVersion.split('/').slice(0, -1)].join('.')}/${name} created`));
    expect(firstMissing(output.filter((line) => line.endsWith(' created')), created.join('\n'))).toBeUndefined();
  });
});

test('only examples whose images a test cluster cannot be expected to have are not run, and their sections say why', () => {
  const notRun = readSections().filter(({ commands }) => commands.length === 0);
  expect(notRun.map(({ example, notRunHere }) => [example, notRunHere])).toEqual(Object.entries(allowedSkips().examples));
  expect(readSections().filter(({ notRunHere }) => notRunHere !== undefined)).toEqual(notRun);
});
