import { memoized } from '../../core/values/memoized';
import { hasImage } from '../knowledge/image';
import { SCRIPTS } from '../knowledge/script';
import { inScriptsOf } from '../knowledge/script-checks';
import { isMounted } from '../knowledge/workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Report, Rule } from '../rule';

/** What well-known images do not have, by their Dockerfiles. */
const IN_NONE = 'python3?|perl|ruby|node|npm|git|psql|pg_isready|mysql|mysqladmin|mariadb|redis-cli|mongosh?|kubectl|aws|java|socat|inotifywait|stdbuf|dig|rsync|yq|jq|envsubst';
const ABSENT: readonly (readonly [image: string, programs: RegExp])[] = [
  ['busybox', new RegExp(`^(?:${IN_NONE}|bash|curl|apk|apt|apt-get|openssl|sudo)$`)],
  ['alpine', new RegExp(`^(?:${IN_NONE}|bash|curl|apt|apt-get|sudo)$`)],
  ['curlimages/curl', new RegExp(`^(?:${IN_NONE}|bash|apt|apt-get|sudo)$`)],
  ['debian', new RegExp(`^(?:${IN_NONE.replace('perl|', '')}|curl|wget|nc|ncat|netcat|ping|telnet|nslookup|apk|sudo)$`)],
  ['ubuntu', new RegExp(`^(?:${IN_NONE.replace('perl|', '')}|curl|wget|nc|ncat|netcat|ping|telnet|nslookup|apk|sudo)$`)],
];

const IN_SCRIPTS = inScriptsOf(({ containers }) => containers.filter(absentIn), (container, { field, text }, _, report) => {
  const found = mayBringPrograms(container, text) ? undefined : calledBy(text).find((program) => absentIn(container)!.test(program));
  if (found !== undefined && !new RegExp(`\\b(command\\s+-v|which|type|hash)\\s+${found}\\b|\\b${found}\\s*\\(\\)`).test(text)) {
    tell(container, found, field, report);
  }
});

export const programNotInImage: Rule = {
  id: 'program-not-in-image',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds commands, and scripts of containers, that call a program which the image is known not to have, such as `bash` or `curl` in '
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
    for (const container of pod.containers) {
      const program = nameOf(container.at('command').items[0]?.text ?? '');
      if (absentIn(container)?.test(program) && !mayBringPrograms(container, '')) {
        tell(container, program, container.at('command').items[0], report);
      }
    }
    IN_SCRIPTS.checkPod!(pod, report, context);
  },

  concerns: IN_SCRIPTS.concerns,
  checkAmong: IN_SCRIPTS.checkAmong,
};

function absentIn(container: Container): RegExp | undefined {
  return ABSENT.find(([image]) => hasImage(container, image))?.[1];
}

/** It installs or downloads programs, runs those of the node, has a PATH of its own, or a volume where programs are. */
function mayBringPrograms(container: Container, script: string): boolean {
  const installs = /\b(apk|apt|apt-get|pip3?|npm)\s[^\n;&|]*\b(add|install)\b|\bPATH=|\bchmod\b|\b(tar|unzip|chroot|nsenter)\b/.test(script);
  return installs || container.env.some((variable) => variable.at('name').text === 'PATH') || ['/usr', '/usr/bin', '/usr/local/bin', '/bin'].some((path) => isMounted(container, path));
}

/** The first word of each command, as far as it can be seen: not in quotes or here-documents. */
const calledBy = memoized((script: string): string[] => {
  const plain = script.replace(/<<-?\s*(["']?)(\w+)\1[^]*?\n\s*\2\b/g, '').replace(/"(?:[^"\\$]|\\.|\$(?!\())*"|'[^']*'/g, 'x');
  return plain.split(/[;&|\n(){}\x60]+/).flatMap((command) => {
    const word = /^\s*(?:(?:if|while|until|do|then|else|elif|exec|time|!|\w+=\S*)\s+)*([\w./-]+)(?=\s|$)/.exec(command)?.[1];
    return word === undefined ? [] : [nameOf(word)];
  });
}, SCRIPTS);

function nameOf(program: string): string {
  return program.replace(/^(\/usr)?(\/local)?\/bin\//, '');
}

function tell(container: Container, program: string, at: Field, report: Report): void {
  report({
    at,
    message: `container '${container.name}' calls ${program}, which is not in image '${container.at('image').text}'`,
    help: `take an image that has ${program}, or use what this one has`,
  });
}
