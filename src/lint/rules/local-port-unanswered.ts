import { hasImage, SHELL_IMAGES } from '../knowledge/image';
import { listenedPorts, localPorts, mayListen, scriptOf } from '../knowledge/script';
import { runningContainers, scriptFile } from '../knowledge/script-checks';
import { readScript } from '../knowledge/shell/commands';
import { Container } from '../model/container';
import { ObjectSet } from '../model/object-set';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const localPortUnanswered: Rule = {
  id: 'local-port-unanswered',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds containers that connect to a port on 127.0.0.1 which no container of the pod listens on, where the others are shell '
    + 'scripts without a server.',
  why: 'Containers of a pod reach each other on 127.0.0.1. If the ambassador or proxy is a script that only prints, every connection is '
    + 'refused.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/#pod-networking',
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
      env:
        - name: REDIS_HOST
          value: 127.0.0.1
        - name: REDIS_PORT
          value: "6379"
    - name: redis
      image: busybox:1.37.0
      env: [{name: UPSTREAM, value: "redis:6379"}]
      resources: {limits: {memory: 64Mi}}
      command: [sh, -c, "trap exit TERM; while true; do echo forwarding; sleep 5 & wait; done"]
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
      env:
        - name: REDIS_HOST
          value: 127.0.0.1
        - name: REDIS_PORT
          value: "6379"
    - name: redis
      image: haproxy:3.2.1
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 6379
`,

  concerns: ({ pods }) => pods.some(mayBeUnanswered),

  looksAtConfigs: true,

  checkAmong({ pods }, set, report) {
    for (const pod of pods.filter(mayBeUnanswered)) {
      for (const container of runningContainers(pod)) {
        const others = runningContainers(pod).filter((other) => other !== container);
        const port = [...localPorts(container)].find((one) => !pod.containers.some((other) => listenedPorts(other).includes(one)));
        if (port !== undefined && others.every((other) => neverListens(set, pod, other))) {
          report({
            at: container.at('name'),
            message: `container '${container.name}' connects to port ${port} on 127.0.0.1, and no container of this pod listens there`,
            help: 'start a server in the container that is meant to listen, or connect to where one is',
            related: others.map((other) => ({ at: other.at('name'), message: 'starts no server' })),
          });
        }
      }
    }
  },
};

function mayBeUnanswered(pod: Pod): boolean {
  const running = runningContainers(pod);
  return running.length > 1 && pod.spec.at('hostNetwork').flag !== true
    && running.some((container) => hasImage(container, SHELL_IMAGES)) && running.some((container) => localPorts(container).size > 0);
}

/** Whether all that it runs is known, and is no server. */
function neverListens(set: ObjectSet, pod: Pod, container: Container): boolean {
  if (!hasImage(container, SHELL_IMAGES)) {
    return false;
  }
  const file = scriptFile(set, pod, container)?.text;
  const code = scriptOf(container)?.code ?? (file === undefined ? undefined : readScript(file));
  return code !== undefined && !mayListen(code);
}
