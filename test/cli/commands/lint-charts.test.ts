import { BAD, Folder } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

const TEMPLATE = `apiVersion: v1
kind: Pod
metadata: {name: {{ .Release.Name }}}
`;
const CHART = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'image: web\n',
  'charts/web/templates/web.yaml': TEMPLATE,
  'charts/web/files/web.yaml': TEMPLATE,
  'charts/web/charts/redis/Chart.yaml': 'apiVersion: v2\nname: redis\nversion: 1.0.0\n',
  'charts/web/charts/redis/templates/redis.yaml': TEMPLATE,
};
const NOT_CHECKED = "3 templates of the chart 'charts/web' left out: read what Helm renders, with 'helm template charts/web | cdk8s-pod-patterns lint -'";

describe('Helm charts', () => {
  test.each([['.', 1], ['**/*.yaml', 1]])('are named once, and what is beside them is checked: %s', async (argument, expected) => {
    folder = new Folder({ ...CHART, 'web.yaml': BAD, 'templates/web.yaml': BAD });
    const { code, stdout, stderr } = await folder.run('lint', '--format', 'json', '--fail-on', 'error', argument);
    expect(code).toBe(expected);
    expect(stderr).toBe(`note: ${NOT_CHECKED}\n`);
    expect(JSON.parse(stdout).findings.filter(({ severity }: any) => severity === 'error').map(({ file }: any) => file)).toEqual(['templates/web.yaml', 'web.yaml']);
  });

  test('do not fail a check that finds nothing', async () => {
    folder = new Folder({ ...CHART, 'config.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: web}}\n' });
    expect((await folder.run('lint', '.')).code).toBe(0);
  });

  test('are not mentioned if they are excluded', async () => {
    folder = new Folder({ ...CHART, 'pod-lint.yaml': "exclude: ['charts/**']\n", 'config.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: web}}\n' });
    expect((await folder.run('lint', '.')).stderr).toBe('0 errors, 0 warnings in 2 files\n');
  });

  test.each([['charts/web', NOT_CHECKED], ['charts/web/templates', NOT_CHECKED.replace('3 templates', '1 template')], ['charts/web/charts/redis', NOT_CHECKED.replace('3 templates', '1 template')]])(
    'fails when one is named: %s', async (argument, message) => {
      folder = new Folder(CHART);
      const { code, stdout, stderr } = await folder.run('lint', argument);
      expect(code).toBe(2);
      expect(stdout + stderr).toContain(message);
    });

  test('fails when a template is named', async () => {
    folder = new Folder(CHART);
    const { code, stdout } = await folder.run('lint', 'charts/web/templates/web.yaml', 'charts/web/values.yaml');
    expect(code).toBe(2);
    expect(stdout).toContain('(this looks like a template: check what it renders, as of `helm template`)');
  });

  test('are left out of the other commands too, which are named to read what is rendered', async () => {
    folder = new Folder({ ...CHART, 'web.yaml': BAD });
    expect(await folder.run('timeline', '.')).toMatchObject({ code: 0, stderr: `note: ${NOT_CHECKED.replace('lint -', 'timeline -')}\n` });
  });
});
