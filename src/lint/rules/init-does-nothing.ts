import { hasImage, SHELL_IMAGES } from '../knowledge/image';
import { commandText, scriptOf } from '../knowledge/script';
import { Command, readScript } from '../knowledge/shell/commands';
import { Container } from '../model/container';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const initDoesNothing: Rule = {
  id: 'init-does-nothing',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  needs: ['initContainers'],
  what: 'Finds init containers whose script only prints and sleeps.',
  why: 'It delays every start of the pod and checks nothing. A wait for a database that does not ask the database is over too early, or too late.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: wait-for-database
      image: busybox:1.37.0
      command: [sh, -c, "echo waiting for the database; sleep 5; echo it is there"]
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
      command: [sh, -c, "timeout 120 sh -c 'until nc -z database 5432; do sleep 2; done'"]
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,

  checkPod(pod, report) {
    for (const container of pod.init) {
      const { commands } = scriptOf(container)?.code ?? readScript(commandText(container));
      if (commands.length > 0 && commands.every(isIdle) && !pullsImage(pod, container)) {
        report({
          at: scriptOf(container)?.field ?? container.at('command'),
          message: `init container '${container.name}' prints and sleeps, and does nothing else`,
          help: 'do what it says, or remove it',
        });
      }
    }
  },
};

/** In a DaemonSet, it brings the image of a program to each node. */
function pullsImage({ object }: Pod, container: Container): boolean {
  return object.kind === 'DaemonSet' && !hasImage(container, SHELL_IMAGES);
}

function isIdle(command: Command): boolean {
  const isPlain = /^(echo|printf|sleep|true|:|date|exit( 0)?)$/.test(command.name === 'exit' ? command.text : command.name);
  // what is written to /proc or /sys changes settings
  const isShown = command.redirections.every(({ target }) => /^(\d|\/dev\/\w+)$/.test(target.text));
  return isPlain && isShown && !command.isCaptured && command.pipe.length === 0;
}
