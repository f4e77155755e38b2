import { loopsForever, textOf } from '../knowledge/script';
import { inScripts } from '../knowledge/script-checks';
import { ShellScript } from '../knowledge/shell/commands';
import { Rule } from '../rule';

export const randomFigures: Rule = {
  id: 'random-figures',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds sidecar scripts that print random numbers, in containers and in ConfigMaps.',
  why: 'Such a script looks like a monitor but measures nothing: its figures are wrong, and so are alerts and decisions based on them.',
  source: 'https://prometheus.io/docs/practices/instrumentation/',
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
      env: [{name: INTERVAL, value: "15"}]
      resources: {limits: {memory: 64Mi}}
      command: [sh, -c, "trap exit TERM; while true; do echo cpu: $((RANDOM % 100)) percent; sleep 15 & wait; done"]
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
      command: [sh, -c, "trap exit TERM; while true; do cat /sys/fs/cgroup/cpu.stat; sleep 15 & wait; done"]
`,

  ...inScripts(['rand', 'shuf'], ({ field, code }, where, report) => {
    if (printsRandom(code)) {
      report({ at: field, message: `${where} prints random numbers as figures`, help: 'measure what it names: ask the app, or read the files of its cgroup' });
    }
  }, (pod) => pod.containers.filter((one) => one.staysOn && one !== pod.main)),
};

/** Not a random name, password or wait: a number in a range, of something that is measured. */
function printsRandom(code: ShellScript): boolean {
  const text = textOf(code.commands);
  const measures = /\b(cpu|memory|mem|requests?|errors?|latency|response|usage|rate|load|throughput|connections|metrics?|retr(y|ies)|queue|sessions?)/i.test(text);
  const isRandom = /RANDOM\s*%|\bshuf\s+-i|\brand\(\)|urandom\b[^\n]*%/.test(text);
  return measures && isRandom && /\b(echo|printf|print|cat)\b/.test(text) && loopsForever(code);
}
