import { askedOnce } from '../knowledge/asked-once';
import { commandsOf } from '../knowledge/command-lines';
import { hasImage, imageOf } from '../knowledge/image';
import { actionsOf } from '../knowledge/probes';
import { Script, scriptOfExec } from '../knowledge/script';
import { inScriptsOf } from '../knowledge/script-checks';
import { Command, nameOf } from '../knowledge/shell/commands';
import { isMounted } from '../knowledge/workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Report, Rule } from '../rule';

/** What well-known images do not have, by their Dockerfiles. */
const IN_NONE = 'python3?|perl|ruby|node|npm|git|psql|pg_isready|mysql|mysqladmin|mariadb|redis-cli|mongo(?:sh)?|kubectl|aws|java|socat|inotifywait|stdbuf|dig|rsync|yq|jq|envsubst';
const ABSENT: readonly (readonly [image: string, programs: RegExp])[] = [
  ['busybox', new RegExp(`^(?:${IN_NONE}|bash|curl|apk|apt|apt-get|openssl|sudo)$`)],
  ['alpine', new RegExp(`^(?:${IN_NONE}|bash|curl|apt|apt-get|sudo)$`)],
  ['curlimages/curl', new RegExp(`^(?:${IN_NONE}|bash|apt|apt-get|sudo)$`)],
  ['debian', new RegExp(`^(?:${IN_NONE.replace('perl|', '')}|curl|wget|nc|ncat|netcat|ping|telnet|nslookup|apk|sudo)$`)],
  ['ubuntu', new RegExp(`^(?:${IN_NONE.replace('perl|', '')}|curl|wget|nc|ncat|netcat|ping|telnet|nslookup|apk|sudo)$`)],
];

/** Variants of images whose own program needs no bash: they have what their Alpine has, and curl only where it is said. */
const ON_ALPINE: readonly (readonly [image: string, tag: RegExp, programs: RegExp])[] = [
  ['nginx', /alpine-slim/, /^(?:bash|curl|apt|apt-get|sudo)$/],
  ['nginx', /alpine/, /^(?:bash|apt|apt-get|sudo)$/],
  ...['redis', 'node', 'python', 'memcached', 'haproxy', 'httpd', 'ruby', 'golang']
    .map((image) => [image, /alpine/, /^(?:bash|curl|apt|apt-get|sudo)$/] as const),
];

const absentIn = askedOnce((container: Container): RegExp | undefined => (
  ABSENT.find(([image]) => hasImage(container, image))?.[1]
    ?? ON_ALPINE.find(([image, variant]) => hasImage(container, image) && variant.test(imageOf(container)?.tag ?? ''))?.[2]));

const IN_SCRIPTS = inScriptsOf(({ containers }) => containers.filter(absentIn), (container, script, _, report) => {
  checkScript(container, script, report);
});

function checkScript(container: Container, { field, code }: Script, report: Report): void {
  const absent = absentIn(container)!;
  const missing = code.commands.find(({ name }) => absent.test(name) && !code.defined.has(name))?.name;
  const found = missing === undefined || mayBringPrograms(container, code.commands) ? undefined : missing;
  const isLookedFor = code.commands.some(({ name, args }) => /^(command|which|type|hash)$/.test(name) && args.some(({ text }) => text === found));
  if (found !== undefined && !isLookedFor) {
    tell(container, found, field, report);
  }
}

function checkCommand(container: Container, command: Field, report: Report): void {
  const [first] = command.items;
  const program = nameOf(first?.text ?? '');
  if (absentIn(container)!.test(program) && !mayBringPrograms(container, [])) {
    tell(container, program, first, report);
  }
}

export const programNotInImage: Rule = {
  id: 'program-not-in-image',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  mentions: ['busybox', 'alpine', 'curlimages', 'debian', 'ubuntu'],
  what: 'Finds commands, probes, hooks and scripts of containers that call a program which the image is known not to have, such as `bash` or `curl` in '
    + 'busybox.',
  why: 'A command that does not exist keeps the container from starting. In a script, the shell prints `not found` and goes on, or ends. '
    + 'A script that installs something first is left alone.',
  source: 'https://busybox.net/downloads/BusyBox.html',
  example: `
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
    - name: monitor
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command: [sh, -c, "trap exit TERM; while true; do curl -s http://127.0.0.1:8080/healthz; sleep 10 & wait; done"]
`,
  instead: `
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
    - name: monitor
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command: [sh, -c, "trap exit TERM; while true; do wget -q -O - http://127.0.0.1:8080/healthz; sleep 10 & wait; done"]
`,

  checkPod(pod, report, context) {
    for (const container of pod.containers.filter(absentIn)) {
      commandsOf(container).forEach((command) => checkCommand(container, command, report));
      actionsOf(container).flatMap(({ field }) => scriptOfExec(field.at('exec')) ?? []).forEach((script) => checkScript(container, script, report));
    }
    IN_SCRIPTS.checkPod!(pod, report, context);
  },

  concerns: IN_SCRIPTS.concerns,
  looksAtConfigs: true,
  checkAmong: IN_SCRIPTS.checkAmong,
};

/** It installs or downloads programs, runs those of the node, has a PATH of its own, or a volume where programs are. */
function mayBringPrograms(container: Container, commands: readonly Command[]): boolean {
  const installs = commands.some(({ name, text, assignments }) => (
    /^(apk|apt|apt-get|pip3?|npm)\s(.*\s)?(add|install)\b|^export\s(.*\s)?PATH=/.test(text) || /^(chmod|tar|unzip|chroot|nsenter)$/.test(name)
    || assignments.some((one) => one.startsWith('PATH='))));
  return installs || container.env.some((variable) => variable.at('name').text === 'PATH') || ['/usr', '/usr/bin', '/usr/local/bin', '/bin'].some((path) => isMounted(container, path));
}

function tell(container: Container, program: string, at: Field, report: Report): void {
  report({
    at,
    message: `container '${container.name}' calls ${program}, which is not in image '${container.at('image').text}'`,
    help: `take an image that has ${program}, or use what this one has`,
  });
}
