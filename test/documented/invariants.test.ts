import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { referencesIn } from './support/expansion';
import { Container, containersOf, examplesApp, Manifest, Mode, MODES, podOf, synthExamples } from './support/manifests';
import { splitTag } from './support/rules';

describe.each(MODES)('every example with %s sidecars', (mode: Mode) => {
  const examples = Object.entries(synthExamples(mode));
  const containers = examples.flatMap(([example, manifests]) => manifests.flatMap(containersOf)
    .map((container): [string, Container] => [`${example} ${container.name}`, container]));

  test.each(containers)('%s has requests and limits', (_, { resources }) => {
    const amounts = { cpu: expect.any(String), memory: expect.any(String) };
    expect(resources).toMatchObject({ requests: amounts, limits: amounts });
  });

  test.each(containers)('%s is restricted', (_, { securityContext }) => {
    expect(securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(securityContext?.runAsUser).toBeGreaterThan(0);
  });

  test.each(containers)('%s has an image of a full version', (_, { image }) => {
    expect(splitTag(image)[1]).toMatch(/\d/);
  });

  test.each(containers)('%s says what it means: Kubernetes expands nothing in it', (_, { command = [], args = [], env = [] }) => {
    const variables = env.map(({ name }) => name);
    const texts = [...command, ...args, ...env.map(({ value = '' }) => value)];
    expect(texts.flatMap((text) => referencesIn(text, variables))).toEqual([]);
    // `$$` in a script is a process id, of which Kubernetes would leave `$`.
    expect([...command, ...args].filter((text) => text.includes('$$'))).toEqual([]);
  });

  test.each(examples)('%s has a size limit on every emptyDir', (_, manifests) => {
    expect(volumesOf(manifests).filter(({ emptyDir }) => emptyDir && !emptyDir.sizeLimit)).toEqual([]);
  });

  test.each(examples)('%s mounts every volume that it has, and no other', (_, manifests) => {
    const mounted = manifests.flatMap(containersOf).flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
    expect([...new Set(mounted)].sort()).toEqual(volumesOf(manifests).map(({ name }) => name).sort());
  });

  test.each(examples)('%s has the ConfigMaps that it mounts', (_, manifests) => {
    const configMaps = manifests.filter(({ kind, data = {} }) => kind === 'ConfigMap' && !('runbook.md' in data)).map(({ metadata }) => metadata.name);
    const mounted = volumesOf(manifests).flatMap(({ configMap, projected }) => [{ configMap }, ...projected?.sources ?? []])
      .flatMap((source) => source.configMap?.name ?? []);
    expect([...new Set(mounted)].sort()).toEqual(configMaps.sort());
  });
});

/** Of no use to a classic sidecar, which stops together with the app. */
const NATIVE_ONLY = ['jaeger-agent-drain', 'trace-collector-drain'];

test.each(Object.entries(synthExamples('native')))('%s has the same containers in both modes', (example, manifests) => {
  const native = manifests.flatMap(containersOf).filter(({ name }) => !NATIVE_ONLY.includes(name));
  const classic = synthExamples('classic')[example].flatMap(containersOf);
  expect(native.map(({ name }) => name).sort()).toEqual(classic.map(({ name }) => name).sort());
  expect(classic.filter(({ restartPolicy }) => restartPolicy)).toEqual([]);
  const pods = synthExamples('classic')[example].flatMap((manifest) => podOf(manifest)?.spec ?? []);
  expect(native.filter(({ restartPolicy }) => restartPolicy !== 'Always').map(({ name }) => name).sort())
    .toEqual(pods.flatMap(({ initContainers = [], containers: [app] }) => [...initContainers, app]).map(({ name }) => name).sort());
});

test('each example becomes one file, named after it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  try {
    const app = examplesApp('classic', folder);
    app.synth();
    expect(readdirSync(folder).sort()).toEqual(app.charts.map((chart) => `${chart.node.id}.k8s.yaml`).sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function volumesOf(manifests: Manifest[]) {
  return manifests.flatMap((manifest) => podOf(manifest)?.spec.volumes ?? []);
}
