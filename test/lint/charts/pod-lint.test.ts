import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { documentedExamples } from '../../../examples/documented';
import { KubernetesVersion, LintSeverity, PodLint, PodLintOptions, PublicValues, SecurityBaseline, SinglePassApp } from '../../../src';
import { SidecarMode } from '../../../src/core/settings/sidecar-mode';
import { PODS } from '../../support/every-program';

const RULE = 'duplicate-container-name';

/** An app with a Deployment in which a name is taken twice, by a patch that cdk8s-plus knows nothing of. */
function broken(app: App, id = 'shop'): Chart {
  const chart = new Chart(app, id, { disableResourceNameHashes: true });
  new kplus.Deployment(chart, 'Web', { containers: [{ name: 'app', image: 'ghcr.io/acme/web:1.4.2' }, { name: 'app', image: 'ghcr.io/acme/web:1.4.2' }] });
  return chart;
}

function linted(options?: PodLintOptions): { app: App; chart: Chart; lint: PodLint } {
  const app = Testing.app();
  const chart = broken(app);
  return { app, chart, lint: PodLint.applyTo(app, options) };
}

const rulesOf = (lint: PodLint): string[] => lint.check().map(({ rule }) => rule);

let stderr: jest.SpyInstance;
beforeEach(() => { stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true); });
afterEach(() => stderr.mockRestore());

test('fails when a pod has an error, and names construct, object, container, rule and the way out', () => {
  const message = "shop/Web (Deployment shop-web, container app, spec.template.spec.containers[1].name): error[duplicate-container-name]: container name 'app' is taken twice in this pod: "
    + 'give one of them another name';
  expect(() => linted().app.synth()).toThrow(message);
  expect(() => linted().app.synthYaml()).toThrow(message);
  expect(() => Testing.synth(linted().chart)).toThrow(message);
});

test('a finding is plain data', () => {
  expect(linted().lint.check()).toContainEqual({
    rule: RULE,
    severity: LintSeverity.ERROR,
    message: "container name 'app' is taken twice in this pod",
    help: 'give one of them another name',
    construct: 'shop/Web',
    objectName: 'Deployment shop-web',
    container: 'app',
    path: 'spec.template.spec.containers[1].name',
  });
});

test('a finding in an object of a List names the construct of the List', () => {
  const app = Testing.app();
  const containers = [{ name: 'app', image: 'ghcr.io/acme/web:1.4.2' }, { name: 'app', image: 'ghcr.io/acme/web:1.4.2' }];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers } };
  const list = { apiVersion: 'v1', kind: 'List', items: [pod] };
  new ApiObject(new Chart(app, 'shop'), 'Pods', list);
  expect(PodLint.applyTo(app).check()).toContainEqual(expect.objectContaining({ rule: RULE, construct: 'shop/Pods', objectName: 'Pod web' }));
});

test('an acknowledged finding passes, of everything, of a construct, and of a container', () => {
  const reason = 'A webhook renames one of them.';
  const one = linted();
  one.lint.acknowledge(RULE, { reason });
  expect(rulesOf(one.lint)).not.toContain(RULE);
  one.app.synth();
  const two = linted();
  two.lint.acknowledge(RULE, { reason, construct: two.chart.node.findChild('Web'), container: 'app' });
  expect(rulesOf(two.lint)).not.toContain(RULE);
});

test('what acknowledges nothing is a finding', () => {
  const { lint, app } = linted();
  lint.acknowledge(RULE, { reason: 'Other.', construct: broken(app, 'shop2').node.findChild('Web'), container: 'other' });
  expect(lint.check().filter(({ rule }) => rule === RULE)).toHaveLength(2);
  expect(lint.check().find(({ rule }) => rule === 'unused-suppression')?.message).toBe("acknowledge('duplicate-container-name') suppresses nothing");
});

test('fails when a rule is acknowledged that is not there, or without a reason', () => {
  expect(() => linted().lint.acknowledge('no-such', { reason: 'Why not.' })).toThrow("rule 'no-such' that the app acknowledges does not exist");
  expect(() => linted().lint.acknowledge(RULE, { reason: ' ' })).toThrow("rule 'duplicate-container-name' is acknowledged without a reason in the app");
});

test('fails when a scope is checked twice', () => {
  expect(() => PodLint.applyTo(linted().app)).toThrow('the app is already checked by PodLint: apply it only once');
  expect(() => PodLint.applyTo(linted().chart)).toThrow("'shop' is already checked by PodLint of the app: apply it only once");
  const app = Testing.app();
  PodLint.applyTo(new Chart(app, 'shop'));
  expect(() => PodLint.applyTo(app)).toThrow("the app is already checked by PodLint of 'shop': apply it only once");
});

test('what is not enabled checks nothing, and leaves the check to another one', () => {
  const app = new App();
  const chart = new Chart(app, 'shop');
  PodLint.applyTo(app, { enabled: false });
  PodLint.applyTo(chart);
  PodLint.applyTo(app, { enabled: false });
  expect(() => PodLint.applyTo(app)).toThrow("the app is already checked by PodLint of 'shop': apply it only once");
});

test('custom resources have their pods where the options say', () => {
  const app = Testing.app();
  const spec = { pool: [{ template: { spec: { containers: [{ name: 'app' }, { name: 'app' }] } } }] };
  new ApiObject(new Chart(app, 'shop'), 'Worker', { apiVersion: 'example.com/v1', kind: 'Worker', spec });
  const lint = PodLint.applyTo(app, { podTemplates: [{ group: 'example.com', kind: 'Worker', path: 'spec.pool.*.template' }] });
  expect(lint.check()).toContainEqual(expect.objectContaining({ rule: RULE, construct: 'shop/Worker', path: 'spec.pool[0].template.spec.containers[1].name' }));
  const wrong = new App({ outdir: Testing.app().outdir });
  new ApiObject(new Chart(wrong, 'shop'), 'Worker', { apiVersion: 'example.com/v1', kind: 'Worker', metadata: { name: 'w' }, spec });
  PodLint.applyTo(wrong, { podTemplates: [{ group: 'example.com', kind: 'Worker', path: 'spec.template' }] });
  expect(() => wrong.synth()).toThrow('Worker w of shop/Worker has no pod where podTemplates says: correct the path');
  expect(() => PodLint.applyTo(Testing.app(), { podTemplates: [{ group: 'example.com/v1', kind: 'Worker', path: 'spec' }] }))
    .toThrow("group 'example.com/v1' in podTemplates has a version: write 'example.com'");
});

describe('what a setting says is meant so', () => {
  const found = (configure: (chart: Chart) => void, container: kplus.ContainerProps): string[] => {
    const app = Testing.app();
    const chart = new Chart(app, 'shop');
    configure(chart);
    new kplus.Deployment(chart, 'Web', { containers: [container] });
    return rulesOf(PodLint.applyTo(app));
  };
  const secrets: kplus.ContainerProps = {
    image: 'ghcr.io/acme/web:1.4.2',
    args: ['--token', 'demo', '--password=demo'],
    envVariables: { DEMO_PASSWORD: kplus.EnvValue.fromValue('demo') },
  };

  test('public values are no secrets', () => {
    expect(found(() => {}, secrets)).toEqual(expect.arrayContaining(['secret-in-env', 'password-in-arguments']));
    const rules = found((chart) => PublicValues.of(['DEMO_PASSWORD', '--password=demo', '--token']).applyTo(chart), secrets);
    expect(rules).not.toContain('secret-in-env');
    expect(rules).not.toContain('password-in-arguments');
    expect(found((chart) => PublicValues.of(['OTHER_PASSWORD']).applyTo(chart), secrets)).toContain('secret-in-env');
  });

  test('a cluster that assigns users assigns them to images of root too', () => {
    const busybox: kplus.ContainerProps = { image: 'busybox:1.37.0', securityContext: { ensureNonRoot: true } };
    const assigned = (chart: Chart): void => SecurityBaseline.assignedByCluster().applyTo(chart);
    expect(found(() => {}, busybox)).toContain('root-user-refused');
    expect(found(assigned, busybox)).not.toContain('root-user-refused');
    expect(found(assigned, { ...busybox, securityContext: { ensureNonRoot: true, user: 0 } })).toContain('root-user-refused');
  });
});

test('a container that is nothing is found', () => {
  const { chart, lint } = linted();
  new ApiObject(chart, 'Bare', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [null] } });
  expect(lint.check()).toContainEqual(expect.objectContaining({ construct: 'shop/Bare', message: 'element 1 of containers is empty, and must be an object' }));
});

test('an annotation suppresses a finding too', () => {
  const { chart, lint } = linted();
  (chart.node.findChild('Web') as kplus.Deployment).metadata.addAnnotation(`pod-lint/${RULE}`, 'A webhook renames one of them.');
  expect(rulesOf(lint)).not.toContain(RULE);
});

test('it can be turned off, by an option and by the environment', () => {
  const failure = (options?: PodLintOptions): string | undefined => {
    try {
      return void linted(options).app.synth();
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(failure()).toContain(RULE);
  expect(failure({ enabled: false })).toBeUndefined();
  process.env.POD_LINT = 'off';
  try {
    expect(failure()).toBeUndefined();
  } finally {
    delete process.env.POD_LINT;
  }
});

test('what does not fail the synthesis is written to standard error, once', () => {
  const app = Testing.app();
  PodLint.applyTo(app);
  for (const id of ['one', 'two', 'three']) {
    const deployment = new kplus.Deployment(new Chart(app, id), 'Web', { containers: [{ image: 'ghcr.io/acme/web:1.4.2' }] });
    deployment.metadata.addAnnotation('pod-lint/no-such', 'Why not.');
  }
  app.synth();
  const warned = stderr.mock.calls.filter(([text]) => String(text).includes("warning[unused-suppression]: annotation 'pod-lint/no-such' names no rule"));
  expect(warned).toHaveLength(3);
  expect(() => {
    const strict = Testing.app();
    PodLint.applyTo(strict, { failOn: LintSeverity.WARNING });
    new kplus.Deployment(new Chart(strict, 'one'), 'Web', { containers: [{ image: 'a:1' }] }).metadata.addAnnotation('pod-lint/no-such', 'Why not.');
    strict.synth();
  }).toThrow('unused-suppression');
});

test.each([['App', () => new App({ outdir: Testing.app().outdir })], ['SinglePassApp', () => new SinglePassApp({ outdir: Testing.app().outdir })]])(
  'an %s renders each object once, and anew at the next synthesis', (_, create) => {
    const app = create();
    const rendered = jest.fn();
    const chart = broken(app);
    const web = chart.node.findChild('Web') as kplus.Deployment;
    const lint = PodLint.applyTo(app);
    lint.acknowledge(RULE, { reason: 'A webhook renames one of them.' });
    const object = web.node.findChild('Resource') as any;
    const render = object.toJson;
    object.toJson = () => {
      rendered();
      return render.call(object);
    };
    expect(app.synthYaml()).toContain('replicas: 2');
    expect(rendered).toHaveBeenCalledTimes(1);
    web.metadata.addLabel('late', 'yes');
    expect(app.synthYaml()).toContain('late: "yes"');
    expect(rendered).toHaveBeenCalledTimes(2);
  },
);

test('the manifests are the same with it and without it', () => {
  const yaml = (lint: boolean): string => {
    const app = Testing.app();
    documentedExamples(app);
    if (lint) {
      PodLint.applyTo(app);
    }
    return app.synthYaml();
  };
  expect(yaml(true)).toBe(yaml(false));
});

test('a chart is checked for the version of Kubernetes that was applied to it', () => {
  const app = Testing.app();
  KubernetesVersion.of('1.27').applyTo(app);
  const chart = new Chart(app, 'shop');
  new kplus.Deployment(chart, 'Web', {
    containers: [{ image: 'ghcr.io/acme/web:1.4.2' }],
    initContainers: [{ name: 'logs', image: 'ghcr.io/acme/logs:1.4.2', restartPolicy: kplus.ContainerRestartPolicy.ALWAYS }],
  });
  expect(rulesOf(PodLint.applyTo(chart))).toContain('sidecar-on-old-version');
});

describe.each([['native', SidecarMode.NATIVE], ['classic', SidecarMode.CLASSIC]] as const)('with %s sidecars', (_, mode) => {
  const app = Testing.app();
  mode.applyTo(app);
  test.each(documentedExamples(app).map((chart) => [chart.node.id, chart] as const))('nothing is found in the example %s', (_id, chart) => {
    expect(PodLint.applyTo(chart).check()).toEqual([]);
  });
});

describe.each([['native', SidecarMode.NATIVE, '1.37'], ['classic', SidecarMode.CLASSIC, '1.28']] as const)('with %s sidecars', (_, mode, version) => {
  test.each(Object.entries(PODS))('nothing is found in a pod of %s by the library', (name, add) => {
    const app = Testing.app();
    mode.applyTo(app);
    KubernetesVersion.of(version).applyTo(app);
    add(new Chart(app, name));
    expect(PodLint.applyTo(app).check().filter(({ container }) => container !== 'app')).toEqual([]);
  });
});

test('a finding of a rule that compares objects names its construct too, which can be acknowledged', () => {
  const app = new App();
  const lint = PodLint.applyTo(app);
  const web = new ApiObject(new Chart(app, 'shop'), 'Web', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image: 'ghcr.io/acme/web:latest' }] } });
  expect(lint.check()).toEqual([expect.objectContaining({ rule: 'image-without-version', construct: 'shop/Web' })]);
  lint.acknowledge('image-without-version', { construct: web, reason: 'Staging runs the last build.' });
  expect(lint.check()).toEqual([]);
});
