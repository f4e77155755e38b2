import { scriptOf } from '../knowledge/script';
import { BATCH_JOBS, isOfOperator, isPatch } from '../knowledge/workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const undefinedVariableReference: Rule = {
  id: 'undefined-variable-reference',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['env', 'command', 'args'],
  mentions: ['$('],
  what: 'Finds `$(NAME)` in variables and arguments where the container has no variable of that name, or only a later one.',
  why: 'Kubernetes replaces references to variables that are defined before, and leaves everything else as it is: the program gets the text `$(NAME)`.',
  source: 'https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      env:
        - name: DATABASE_URL
          value: postgres://app:$(DATABASE_PASSWORD)@127.0.0.1:5432/shop
        - name: DATABASE_PASSWORD
          valueFrom:
            secretKeyRef:
              name: shop-database
              key: password
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
      env:
        - name: DATABASE_PASSWORD
          valueFrom:
            secretKeyRef:
              name: shop-database
              key: password
        - name: DATABASE_URL
          value: postgres://app:$(DATABASE_PASSWORD)@127.0.0.1:5432/shop
`,

  checkPod(pod, report, { variables }) {
    // names that operators add, such as LWS_LEADER_ADDRESS or VC_TASK_INDEX, are not known here
    for (const container of isPatch(pod) || isOfOperator(pod.object) ? [] : pod.containers.filter((candidate) => !hasOtherVariables(candidate))) {
      const all = container.env.map((variable) => variable.at('name').text ?? '');
      const check = (field: Field, known: readonly string[]) => {
        for (const name of referencesIn(field.text ?? '', all).filter((one) => !known.includes(one) && !variables.has(one) && one !== indexOf(pod))) {
          report({
            at: field,
            message: `$(${name}) stays as it is: container '${container.name}' has ${all.includes(name) ? `${name} only later` : 'no such variable'}`,
            help: all.includes(name) ? `put ${name} before it` : `define ${name}, or write $$(${name}) if the text is meant`,
          });
        }
      };
      container.env.forEach((variable, index) => {
        const whole = /^\$\((\w+)\)$/.exec(variable.at('value').text ?? '')?.[1];
        // a whole value of a name that nobody has is how kustomize marks what it puts in
        if (whole === undefined || all.includes(whole)) {
          check(variable.at('value'), all.slice(0, index));
        }
      });
      // in a shell script it is the output of a command
      if (!scriptOf(container)) {
        container.commandLine.forEach((word) => check(word, all));
      }
    }
  },
};

/** Whether it gets variables whose names are not known here: from a whole ConfigMap or Secret, or from the plugin of a device such as `intel.com/qat`. */
function hasOtherVariables(container: Container): boolean {
  return container.at('envFrom').items.length > 0 || container.at('resources', 'limits').fields.some(({ key }) => String(key).includes('/'));
}

/** What the Job controller adds for each index. */
function indexOf({ object: { kind } }: Pod): string | undefined {
  return BATCH_JOBS.includes(kind) ? 'JOB_COMPLETION_INDEX' : undefined;
}

/** Variables of Services are there too; their names are known to the cluster only. What has lowercase letters may be a command, unless a variable differs in case alone. */
function referencesIn(text: string, all: readonly string[]): string[] {
  const names = [...text.matchAll(/(\${1,2})\(([A-Za-z_][A-Za-z0-9_]*)\)/g)].flatMap(([, dollars, name]) => dollars === '$' ? name : []);
  const isMistyped = (name: string): boolean => all.some((one) => one !== name && one.toUpperCase() === name.toUpperCase());
  return names.filter((name) => isMistyped(name) || (/^[A-Z0-9_]+$/.test(name) && !/_SERVICE_(HOST|PORT)|_PORT(_|$)/.test(name)));
}
