import { beginningOf } from '../knowledge/beginning-of';
import { actionsOf } from '../knowledge/probes';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const commandNotSplit: Rule = {
  id: 'command-not-split',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['command'],
  what: 'Finds commands of containers, probes and hooks whose first word holds the program and its arguments.',
  why: 'Kubernetes splits nothing and starts no shell: it looks for a program whose name is the whole first word, spaces included. The container does '
    + 'not start (`executable file not found`), the probe always fails, and so does the hook.',
  source: 'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      readinessProbe:
        exec:
          command: ["cat /tmp/ready"]
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      readinessProbe:
        exec:
          command: [cat, /tmp/ready]
`,

  checkPod(pod, report) {
    for (const { owner, program } of pod.containers.flatMap(programsOf)) {
      if (program?.ask(hasArguments)) {
        report({
          at: program,
          message: `${owner} calls a program named '${beginningOf(program.text!)}', but no program has such a name`,
          help: "make each word an element of its own, or run it by a shell: [sh, -c, '…']",
        });
      }
    }
  },
};

interface Called {
  /** `container 'web'`, `the readinessProbe of container 'web'`. */
  readonly owner: string;
  readonly program?: Field;
}

function programsOf(container: Container): Called[] {
  const owner = `container '${container.name}'`;
  return [
    { owner, program: isRunByShell(container) ? undefined : container.at('command').items[0] },
    ...actionsOf(container).map(({ what, field }) => ({ owner: `the ${what} of ${owner}`, program: field.at('exec', 'command').items[0] })),
  ];
}

/** KubeRay makes one script of the command and the arguments of its containers. */
function isRunByShell({ field }: Container): boolean {
  return field.object.group === 'ray.io';
}

/** Paths of Windows may have spaces, and what a template puts in is not known. */
function hasArguments(program: unknown): boolean {
  return typeof program === 'string' && /\S\s|\s\S/.test(program) && !/\\|\.exe\b|\{\{/i.test(program);
}
