import { widthOf } from '../../../src/cli/diagrams/svg';
import { readXml } from '../../support/xml';
import { BAD, Folder } from '../support/command';

const POD = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  template:
    spec:
      initContainers:
        - name: migrate
          image: ghcr.io/acme/migrate:1.4.2
        - name: logs
          image: ghcr.io/acme/logs:1.4.2
          restartPolicy: Always
          resources: {requests: {cpu: 10m, memory: 32Mi}}
          volumeMounts: [{name: logs, mountPath: /var/log/app, readOnly: true}]
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          ports: [{name: http, containerPort: 8080}]
          resources: {requests: {cpu: 90m, memory: 96Mi}}
          lifecycle: {preStop: {sleep: {seconds: 5}}}
          volumeMounts: [{name: logs, mountPath: /var/log/app}]
      volumes: [{name: logs, emptyDir: {}}]
`;

let folder: Folder;
afterEach(() => folder.remove());

const HOSTILE = ['<script>', '"x\'', ']]>', '&amp;&#0;', '<!--', '-->', '<![CDATA[', '\u0000\u001b[31m', '\ufffe', 'a\nb\r\tc', '世界 🎉', '\u202e', 'x'.repeat(300), '🎉'.repeat(100)];

describe('pictures with names that are no names', () => {
  const pod = (text: string): object => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: text, namespace: text },
    spec: {
      initContainers: [{ name: `${text}1`, image: text, restartPolicy: 'Always' }],
      containers: [{ name: text, image: text, ports: [{ name: text, containerPort: 80 }], volumeMounts: [{ name: text, mountPath: text }] }],
      volumes: [{ name: text, emptyDir: {} }],
    },
  });

  test.each(['diagram', 'timeline'])('of a %s are well-formed, and show them', async (command) => {
    folder = new Folder(Object.fromEntries(HOSTILE.map((text, index) => [`${100 + index}.json`, JSON.stringify(pod(text))])));
    const { stdout, stderr } = await folder.run(command, '--format', 'svg', '--output', 'out', '.');
    expect(stderr).toBe('');
    const titles = stdout.trim().split('\n').map((file) => readXml(folder.read(file)).svg.title);
    expect(titles).toEqual(HOSTILE.map((text) => expect.stringContaining(text.replace(/[^\P{C}\t]/gu, '\ufffd'))));
  });
});

describe('resources', () => {
  test('are shown for one pod and for all replicas, with the share of the sidecars', async () => {
    folder = new Folder({ 'a.yaml': POD });
    const { stdout, code } = await folder.run('resources', 'a.yaml');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Deployment shop\/web: QoS class Burstable\n/);
    expect(stdout).toMatch(/^cpu +100m +none +10m \(10 %\)/m);
    expect(stdout).toContain('3 replicas request cpu 300m, memory 384Mi');
  });

  test('are data too', async () => {
    folder = new Folder({ 'a.yaml': POD });
    const [{ workload, replicas, qosClass, figures, allReplicas }] = JSON.parse((await folder.run('resources', '--format', 'json', 'a.yaml')).stdout);
    expect([workload, replicas, qosClass, figures[0].request, allReplicas[0]]).toEqual(['Deployment shop/web', 3, 'Burstable', '100m', { resource: 'cpu', request: '300m' }]);
  });

  test('are added up for the pods that run at the same time', async () => {
    const template = '{spec: {containers: [{name: a, resources: {requests: {cpu: 100m}}}]}}';
    const workload = (kind: string, spec: string): string => `apiVersion: ${/Job/.test(kind) ? 'batch' : 'apps'}/v1\nkind: ${kind}\nmetadata: {name: ${kind.toLowerCase()}, namespace: shop}\nspec: ${spec}\n`;
    folder = new Folder({
      'a.yaml': [
        workload('Deployment', `{replicas: 2, template: ${template}}`),
        workload('StatefulSet', `{template: ${template}}`),
        workload('DaemonSet', `{template: ${template}}`),
        workload('Job', `{parallelism: 5, completions: 3, template: ${template}}`),
        workload('CronJob', `{jobTemplate: {spec: {template: ${template}}}}`),
      ].join('---\n'),
      'hpa.yaml': 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {minReplicas: 3, maxReplicas: 10, scaleTargetRef: {kind: Deployment, name: deployment}}\n',
      'keda.yaml': 'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: db, namespace: shop}\nspec: {maxReplicaCount: 4, scaleTargetRef: {kind: StatefulSet, name: statefulset}}\n',
    });
    const { stdout } = await folder.run('resources', '.');
    expect(stdout.match(/^.* requests? cpu .*$/gm)).toEqual([
      '3 to 10 replicas (HorizontalPodAutoscaler web) request cpu 300m to 1, memory 0',
      '0 to 4 replicas (ScaledObject shop/db) request cpu 0 to 400m, memory 0',
      'the replica on each node requests cpu 100m, memory 0',
      '3 pods at a time request cpu 300m, memory 0',
      '1 pod at a time requests cpu 100m, memory 0',
    ]);
    const [first, , third] = JSON.parse((await folder.run('resources', '--format', 'json', '.')).stdout);
    expect(first).toMatchObject({ replicas: 3, maxReplicas: 10, allReplicas: [{ resource: 'cpu', request: '300m', maxRequest: '1' }, { resource: 'memory' }] });
    expect(third).toMatchObject({ replicas: 1, onePerNode: true });
  });

  test.each(['resources', 'timeline', 'diagram'])('%s says so where there is no pod', async (command) => {
    folder = new Folder({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' });
    expect(await folder.run(command, 'a.yaml')).toEqual({ code: 0, stdout: '', stderr: 'no workloads with pods were found in 1 file\n' });
  });

  test('of one pod that cannot be shown do not stop the others', async () => {
    folder = new Folder({ 'a.yaml': POD.replace('cpu: 10m', 'cpu: lots'), 'b.yaml': POD, 'c.yaml': 'a: [' });
    const { stdout, stderr, code } = await folder.run('resources', '.');
    expect(code).toBe(2);
    expect(stdout.match(/QoS class/g)).toHaveLength(1);
    expect(stderr).toMatch(/error: a\.yaml: Deployment shop\/web: quantity "lots"/);
    expect(stderr).toMatch(/error: c\.yaml:1:5: not valid YAML/);
  });
});

describe('the timeline', () => {
  test('says who starts and stops when, and whether the grace period fits', async () => {
    folder = new Folder({ 'a.yaml': POD });
    const { stdout } = await folder.run('timeline', 'a.yaml');
    expect(stdout).toMatch(/logs +native sidecar +'migrate' has succeeded/);
    expect(stdout).toContain('grace period: 30 s');
    const [{ fits, stops }] = JSON.parse((await folder.run('timeline', '--format', 'json', 'a.yaml')).stdout);
    expect([fits, stops.map(({ container }: any) => container)]).toEqual([true, ['web', 'logs']]);
  });

  test('is a picture without anything from elsewhere', async () => {
    folder = new Folder({ 'a.yaml': POD });
    const { stdout } = await folder.run('timeline', '--format', 'svg', 'a.yaml');
    expect(stdout).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(stdout).toContain('SIGTERM at 5 s');
    expect(stdout.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|<image|@import/);
  });
});

describe('the diagram', () => {
  test('in Mermaid has containers in their order, ports, volumes and mounts', async () => {
    folder = new Folder({ 'a.yaml': POD });
    expect((await folder.run('diagram', 'a.yaml')).stdout).toBe(`flowchart LR
  subgraph pod["Deployment shop/web"]
    c0["migrate<br/>init container<br/>ghcr.io/acme/migrate:1.4.2"]
    c1["logs<br/>native sidecar<br/>ghcr.io/acme/logs:1.4.2"]
    c2["web<br/>container<br/>ghcr.io/acme/web:1.4.2<br/>port http 8080"]
    c0 ==>|then| c1
    c1 ==>|then| c2
  end
  v0[("logs<br/>emptyDir")]
  c1 -.-|"/var/log/app read-only"| v0
  c2 ---|"/var/log/app"| v0
`);
  });

  test('in SVG has the same, and names of users are text', async () => {
    folder = new Folder({ 'a.yaml': POD.replace('name: web, namespace', 'name: "<script>", namespace') });
    const { stdout } = await folder.run('diagram', '--format', 'svg', 'a.yaml');
    ['1. migrate', '2. logs', 'web', 'port http 8080', '/var/log/app from logs, read-only', 'emptyDir'].forEach((text) => expect(stdout).toContain(`>${text}<`));
    expect(stdout).not.toContain('<script>');
    expect(stdout.match(/<path class="line/g)).toHaveLength(2);
  });

  test('of several pods goes to files, and fails without a folder for them', async () => {
    folder = new Folder({ 'a.yaml': POD, 'b.yaml': BAD, 'c.yaml': POD });
    expect(await folder.run('diagram', '.')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('there are 3 pods: name a folder for their pictures with --output') });
    expect((await folder.run('diagram', '--output', 'out', '.')).stdout).toBe('out/deployment-shop-web.mmd\nout/pod-shop-web.mmd\nout/deployment-shop-web-2.mmd\n');
    expect(folder.read('out/pod-shop-web.mmd')).toContain('flowchart LR');
  });
});

test('one name is given once, and titles that come to the same name are counted', async () => {
  const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: a}]}\n`;
  folder = new Folder({ 'a.yaml': ['web-2', 'web', 'web', 'web'].map(pod).join('---\n') });
  expect((await folder.run('diagram', '--output', 'out', '.')).stdout).toBe('out/pod-web-2.mmd\nout/pod-web.mmd\nout/pod-web-3.mmd\nout/pod-web-4.mmd\n');
});

test.each([
  [['timeline', '--output', 'out', 'a.yaml'], "--output is for pictures: add --format svg, or write '> out'"],
  [['diagram', '--output', 'a.yaml', 'a.yaml'], "pictures cannot be written to 'a.yaml': EEXIST"],
  [['diagram', '--output', 'a.yaml/b', 'a.yaml'], "pictures cannot be written to 'a.yaml/b': ENOTDIR"],
  [['diagram', '--output', '/proc/no/such', 'a.yaml'], "pictures cannot be written to '/proc/no/such': ENOENT"],
])('fails when pictures cannot go where they should: %j', async (args, message) => {
  folder = new Folder({ 'a.yaml': POD });
  expect(await folder.run(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
});

describe('JSON', () => {
  test('is a list, also of nothing', async () => {
    folder = new Folder({ 'a.yaml': POD, 'b.yaml': BAD, 'none.yaml': '' });
    expect(JSON.parse((await folder.run('resources', '--format', 'json', 'a.yaml', 'b.yaml')).stdout)).toHaveLength(2);
    expect((await folder.run('timeline', '--format', 'json', 'none.yaml')).stdout).toBe('[]\n');
  });
});

describe('pictures', () => {
  const PARTS = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers: [{name: proxy, restartPolicy: Always}, {name: migrate}]
  containers: [{name: web, ports: [{name: dns, containerPort: 53, protocol: UDP}]}, {name: logs}]
`;
  const LONG = 'a-name-of-sixty-three-characters-which-is-as-long-as-names-can-be';
  const texts = (picture: string) => [...picture.matchAll(/<text x="(\d+)" y="(\d+)"(?: class="(\w+)")?>(?:<title>[^<]*<\/title>)?([^<]*)</g)]
    .map(([, x, y, style = '', text]) => ({ y: Number(y), end: Number(x) + widthOf(text.replace(/&#\d+;/g, '&'), style) }));
  const RECTANGLE = /<rect x="(\d+)" y="(\d+)" width="([\d.]+)" height="(\d+)" rx="6" class="(\w+)"/g;
  const boxes = (picture: string) => [...picture.matchAll(RECTANGLE)]
    .map(([, x, y, width, height, style]) => ({ x: +x, end: +x + +width, y: +y, bottom: +y + +height, style }));
  const widthIn = (picture: string): number => Number(/ width="(\d+)"/.exec(picture)![1]);
  const long = (): string => POD.replace(/name: (web|logs|migrate)\b/g, `name: $1-${LONG.slice(8)}`).replace('ghcr.io/acme/web', `ghcr.io/${'long/'.repeat(60)}web`);

  test('of a pod have room for long names', async () => {
    folder = new Folder({ 'a.yaml': long() });
    const { stdout } = await folder.run('diagram', '--format', 'svg', 'a.yaml');
    expect(stdout).toContain(`<title>ghcr.io/${'long/'.repeat(60)}web:1.4.2</title>`);
    texts(stdout).forEach(({ y, end }) => {
      expect(end).toBeLessThanOrEqual(widthIn(stdout));
      const [box] = boxes(stdout).filter(({ style, x, y: top, bottom }) => style !== 'pod' && top < y && y < bottom && x < end).slice(-1);
      expect(end).toBeLessThanOrEqual(box?.end ?? end);
    });
  });

  test('of a timeline have bars side by side for what starts together, up to the end for what goes on', async () => {
    folder = new Folder({ 'a.yaml': PARTS });
    const [proxy, migrate, web, logs] = boxes((await folder.run('timeline', '--format', 'svg', 'a.yaml')).stdout);
    expect(migrate.x).toBeGreaterThan(proxy.x);
    expect(web.x).toBe(migrate.end);
    expect([web.x, web.end, web.end]).toEqual([logs.x, logs.end, proxy.end]);
  });

  test.each([[], ['--format', 'svg']])('of a pod name the protocol of a port that is not TCP', async (...format) => {
    folder = new Folder({ 'a.yaml': PARTS });
    expect((await folder.run('diagram', ...format, 'a.yaml')).stdout).toContain('port dns 53/UDP');
  });

  test('of a timeline have room for long names', async () => {
    folder = new Folder({ 'a.yaml': long() });
    const { stdout } = await folder.run('timeline', '--format', 'svg', 'a.yaml');
    texts(stdout).forEach(({ end }) => expect(end).toBeLessThanOrEqual(widthIn(stdout)));
    expect(Math.min(...boxes(stdout).map(({ x }) => x))).toBeGreaterThan(20 + widthOf(`logs-${LONG.slice(8)}`, 'name'));
  });
});

describe('explain', () => {
  test('explains several rules', async () => {
    folder = new Folder();
    const { code, stdout } = await folder.run('explain', 'unused-volume', 'duplicate-key');
    expect([code, stdout.match(/^# .*$/gm)]).toEqual([0, ['# unused-volume', '# duplicate-key']]);
  });

  test('fails with the rules that have the word', async () => {
    folder = new Folder();
    expect((await folder.run('explain', 'unused')).stderr).toContain("there is no rule 'unused' (did you mean 'unused-suppression', 'unused-volume'?)");
  });

  test('fails with the rule that is meant', async () => {
    folder = new Folder();
    expect(await folder.run('explain', 'unused-volum')).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no rule 'unused-volum' (did you mean 'unused-volume'?)") });
  });
});

test.each(['resources', 'timeline'])('%s of what has escape sequences, line breaks and wide characters in its names stay a table', async (command) => {
  folder = new Folder({
    'a.yaml': POD.replace('name: web, namespace', 'name: "we\\e[31mb\\nx\\u202e", namespace').replace('name: logs\n', 'name: "日本\\e]0;title\\a\\n"\n'),
    'b.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: "a\\e[2Jb"}\nspec: {containers: [{name: a, resources: {limits: {cpu: "x\\e[1m"}}}]}\n',
  });
  const { stdout, stderr } = await folder.run(command, 'a.yaml', 'b.yaml');
  expect(stdout + stderr).not.toMatch(/[^\P{C}\n]/u);
  folder.write('plain.yaml', POD.replace('name: logs\n', 'name: mmmm-]0;title--\n'));
  const [table, other] = [stdout, (await folder.run(command, 'plain.yaml')).stdout].map((text) => text.split('\n').filter((line) => /^(cpu|migrate|0 s)/.test(line)));
  expect(table.slice(0, other.length)).toEqual(other);
});
