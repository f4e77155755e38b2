import { hookSeconds } from '../../core/spec/lifecycle';
import { hasImage } from '../knowledge/image';
import { isPrinted, scriptOfExec } from '../knowledge/script';
import { Command, readScript } from '../knowledge/shell/commands';
import { Field } from '../model/field';
import { Rule } from '../rule';

/** Commands, and paths of requests. */
const STOPS = /quitquitquit|\b(nginx|haproxy|envoy)\b.*(-s\s+(quit|stop)|stop)|^kill\s.*\b1$|^(pkill|killall)\s+(-\S+\s+)*[a-z]|\/shutdown\b/;
/** Signals by which programs reload, reopen their logs or stop taking connections, and run on. */
const GOES_ON = /^(kill|pkill|killall)\s(.*\s)?-(s\s+|-signal[= ])?(SIG)?(0|1|10|12|HUP|USR1|USR2|CONT)\b/;
/** It takes USR1 for a soft stop. */
const STOPPED_BY_ANY = /(^|\/)haproxy/;

export const prestopStopsSidecar: Rule = {
  id: 'prestop-stops-sidecar',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['preStop'],
  what: 'Finds native sidecars that a `preStop` hook stops: their own one, or a `quitquitquit` of another container.',
  why: 'The hooks of all containers start when the pod is deleted, including those of native sidecars. The proxy stops while the app still '
    + 'uses it to finish its work. Without the hook, Kubernetes stops the sidecar after the app.',
  source: 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers#proposal',
  fix: 'unsafe',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      lifecycle:
        preStop:
          exec:
            command: [nginx, -s, quit]
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    for (const container of pod.sidecars.length > 0 ? pod.containers.filter(({ staysOn }) => staysOn) : []) {
      const hook = container.at('lifecycle', 'preStop');
      const commands = commandsOf(hook.at('exec'));
      const actions = [...commands.filter((command) => !isPrinted(command)).map(({ text }) => text), hook.at('httpGet', 'path').text ?? ''];
      const stops = container.kind === 'sidecar' ? STOPS : /quitquitquit/;
      const stopped = actions.some((action) => stops.test(action) && (!GOES_ON.test(action) || hasImage(container, STOPPED_BY_ANY))) && (container.kind === 'sidecar' ? container : pod.sidecars[0]);
      // who waits first has thought of it
      if (stopped && hookSeconds(hook.value).atLeast === 0 && !commands.some(({ name, loops }) => ['sleep', 'wait'].includes(name) || loops.length > 0)) {
        report({
          at: hook,
          message: `preStop ${container === stopped ? '' : `of '${container.name}' `}stops native sidecar '${stopped.name}' when the pod is deleted, while the app still runs`,
          help: 'remove the hook: a native sidecar receives SIGTERM when the app has ended',
          fix: [{ remove: hook }],
        });
      }
    }
  },
};

function commandsOf(exec: Field): readonly Command[] {
  return (scriptOfExec(exec)?.code ?? readScript(exec.at('command').texts.join(' '))).commands;
}
