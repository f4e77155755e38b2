import { configReferences, ConfigReference, ifAnyGiven } from '../knowledge/config-references';
import { hasImage, LOG_SHIPPER_IMAGES } from '../knowledge/image';
import { commandText } from '../knowledge/script';
import { isIn } from '../knowledge/workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Report, Rule } from '../rule';

export const positionFileNotWritable: Rule = {
  id: 'position-file-not-writable',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['-p'],
  what: 'Finds log shippers that keep their positions in the log files in a folder that is mounted read-only, or that is not on a volume.',
  why: 'A shipper that cannot write its position file stops, or forgets how far it has read. Without a volume, the file is lost with every '
    + 'restart of the container. Lines are then lost or shipped again.',
  source: 'https://docs.fluentd.org/input/tail#pos_file-highly-recommended',
  example: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: shipper
data:
  fluent-bit.conf: |
    [INPUT]
        Name tail
        Path /var/log/app/*.log
        DB   /var/log/app/positions.db
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
    - name: logs
      image: fluent/fluent-bit:5.0.1
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
        - name: config
          mountPath: /fluent-bit/etc
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 100Mi
    - name: config
      configMap:
        name: shipper
`,
  instead: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: shipper
data:
  fluent-bit.conf: |
    [INPUT]
        Name tail
        Path /var/log/app/*.log
        DB   /positions/app.db
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
    - name: logs
      image: fluent/fluent-bit:5.0.1
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
        - name: positions
          mountPath: /positions
        - name: config
          mountPath: /fluent-bit/etc
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 100Mi
    - name: positions
      emptyDir:
        sizeLimit: 10Mi
    - name: config
      configMap:
        name: shipper
`,

  checkPod(pod, report) {
    for (const container of pod.containers.filter(isShipper)) {
      for (const [, path] of commandText(container).matchAll(IN_ARGUMENTS)) {
        tell(container, path, container.at('args').exists ? container.at('args') : container.at('command'), 'its arguments', report);
      }
    }
  },

  concerns: ({ pods }) => ifAnyGiven(pods.flatMap((pod) => pod.containers.filter(isShipper).flatMap((one) => configurationsOf(pod, one)))),

  checkAmong({ pods }, set, report) {
    for (const pod of pods) {
      for (const container of pod.containers.filter(isShipper)) {
        const files = configurationsOf(pod, container).flatMap(({ name }) => set.named('ConfigMap', name, pod.object)).flatMap((object) => object.at('data').fields);
        for (const { file, path } of files.flatMap(positionFiles)) {
          tell(container, path, file, 'its configuration', report);
        }
      }
    }
  },
};

/** Of Fluent Bit: `-p db=/var/lib/fluent-bit/tail.db`. */
const IN_ARGUMENTS = /\s-p\s+db=(\/[^\s"']+)/gi;

/** @param source what names the path */
function tell(container: Container, path: string, source: Field, what: string, report: Report): void {
  const mount = container.volumeMounts.find((one) => isIn(path, one));
  if (!mount || mount.at('readOnly').flag === true) {
    report({
      at: mount ? mount.at('readOnly') : container.at('volumeMounts'),
      message: `log shipper '${container.name}' keeps its positions in ${path}, which is ${mount ? 'mounted read-only' : 'on no volume'}`,
      help: 'mount an emptyDir that it may write to, and keep the positions there',
      related: [{ at: source, message: what }],
    });
  }
}

function isShipper(container: Container): boolean {
  return container.staysOn && hasImage(container, LOG_SHIPPER_IMAGES);
}

/** The ConfigMaps that a container mounts. */
function configurationsOf(pod: Pod, container: Container): ConfigReference[] {
  const names = container.volumeMounts.map((mount) => mount.at('name').text);
  const volumes = pod.volumes.filter((volume) => names.includes(volume.at('name').text)).map((volume) => volume.at('configMap', 'name').text);
  return configReferences(pod).filter(({ kind, name, key }) => kind === 'ConfigMap' && key === undefined && volumes.includes(name));
}

/** What Fluentd, Fluent Bit, Promtail and Vector call it. */
function positionFiles(file: Field): { readonly file: Field; readonly path: string }[] {
  const paths = [...(file.text ?? '').matchAll(POSITIONS)].map(([, path, ofPromtail]) => path ?? ofPromtail);
  return [...new Set(paths)].filter((path) => !path.includes('${')).map((path) => ({ file, path }));
}

const OF_PROMTAIL = String.raw`^positions:\s*\n\s+filename:\s*["']?(\/[^\s"']+)`;
const POSITIONS = new RegExp(String.raw`^\s*(?:-\s*)?(?:pos_file|DB|db:|data_dir\s*[=:])\s+["']?(\/[^\s"']+)|${OF_PROMTAIL}`, 'gm');
