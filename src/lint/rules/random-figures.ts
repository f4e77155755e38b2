import { scriptOf, SHELLS } from '../knowledge/script';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const randomFigures: Rule = {
  id: 'random-figures',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: [...SHELLS, 'ConfigMap'],
  what: 'Finds sidecar scripts that print random numbers, in containers and in ConfigMaps.',
  why: 'It looks like a monitor but measures nothing: its figures are wrong, and so are alerts and decisions based on them.',
  source: 'https://prometheus.io/docs/practices/instrumentation/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
    - name: monitor
      image: busybox:1.37.0
      command: [sh, -c, "trap exit TERM; while true; do echo cpu: $((RANDOM % 100)) percent; sleep 15 & wait; done"]
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
    - name: monitor
      image: busybox:1.37.0
      command: [sh, -c, "trap exit TERM; while true; do cat /sys/fs/cgroup/cpu.stat; sleep 15 & wait; done"]
`,

  checkPod(pod, report) {
    for (const container of pod.containers.filter((one) => one.staysOn && one !== pod.main)) {
      const script = scriptOf(container);
      if (script && printsRandom(script.text)) {
        report({ at: script.field, message: `the script of container '${container.name}' prints random numbers as figures`, help: HELP });
      }
    }
  },

  checkObject(object, report) {
    for (const file of object.kind === 'ConfigMap' ? object.at('data').fields.filter(isScript) : []) {
      if (printsRandom(file.text!)) {
        report({ at: file, message: `${file.key} prints random numbers as figures`, help: HELP });
      }
    }
  },
};

const HELP = 'measure what it names: ask the app, or read the files of its cgroup';

function isScript(file: Field): boolean {
  return String(file.key).endsWith('.sh') || /^#!.*sh\b/.test(file.text ?? '');
}

/** Not a random name, password or wait: a number in a range, of something that is measured. */
function printsRandom(text: string): boolean {
  const measures = /\b(cpu|memory|mem|requests?|errors?|latency|response|usage|rate|load)/i.test(text);
  return measures && /RANDOM\s*%|\bshuf\s+-i|\brand\(\)/.test(text) && /\b(echo|printf)\b/.test(text) && /\bwhile\b/.test(text);
}
