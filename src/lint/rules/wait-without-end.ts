import { inlineProgramOf, waitsWithoutEnd } from '../../core/spec/inline-program';
import { commandText, scriptOf } from '../knowledge/script';
import { inScriptsOf } from '../knowledge/script-checks';
import { Command } from '../knowledge/shell/commands';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Report, Rule } from '../rule';

const byShell = inScriptsOf(waiting, (container, { field, code: { commands } }, _, report) => {
  const waits = commands.some(({ loops }) => loops.some(({ kind, isEndless }) => kind !== 'for' || isEndless));
  if ((waits || commands.some(({ text }) => isEndlessProgram(text))) && !commands.some(isBounded)) {
    reportWait(container, field, report);
  }
});

export const waitWithoutEnd: Rule = {
  id: 'wait-without-end',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  what: 'Finds init containers that wait in a loop without an end, in a shell script or in Python.',
  why: 'If what they wait for never comes, the pod stays in `Init` forever and nothing fails: no error, no restart, no alert. A wait that gives up '
    + 'with a message is restarted by Kubernetes, and shows up as a failure.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: wait-for-database
      image: busybox:1.37.0
      command: [sh, -c, "until nc -z database 5432; do sleep 2; done"]
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: wait-for-database
      image: busybox:1.37.0
      command:
        - sh
        - -c
        - |
          for i in $(seq 60); do
            nc -z database 5432 && exit 0
            sleep 2
          done
          echo "database:5432 has not answered for 2 minutes" >&2
          exit 1
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,

  ...byShell,
  needs: ['initContainers'],

  checkPod(pod, report, context) {
    byShell.checkPod!(pod, report, context);
    for (const container of waiting(pod)) {
      if (!scriptOf(container) && isEndlessProgram(commandText(container))) {
        reportWait(container, container.commandLine.find(({ text }) => /\s/.test(text ?? ''))!, report);
      }
    }
  },
};

/** The command timeout, or a loop that counts, or goes through lines or arguments; `--connect-timeout` of a client is for one try. */
function isBounded({ name, text, assignments, prefixes }: Command): boolean {
  const counts = ['seq', 'read', 'shift', 'let', 'expr'].includes(name) || /^(exit|return) [1-9$]|\s-(lt|le|gt|ge|eq)\s/.test(text);
  return counts || prefixes.includes('timeout') || /\$\(\(|\bSECONDS\b/.test([text, ...assignments].join(' '));
}

function isTimed(pod: Pod): boolean {
  return pod.spec.at('activeDeadlineSeconds').exists || pod.object.at('spec', 'activeDeadlineSeconds').exists;
}

/** Those that are not ended by the deadline of their pod. */
function waiting(pod: Pod): readonly Container[] {
  return isTimed(pod) ? [] : pod.init;
}

function isEndlessProgram(command: string): boolean {
  const program = inlineProgramOf(command);
  return program !== undefined && waitsWithoutEnd(program);
}

function reportWait(container: Container, at: Field, report: Report): void {
  report({
    at,
    message: `init container '${container.name}' waits without an end`,
    help: 'count the tries, and exit with 1 and a message that says what was waited for',
  });
}
