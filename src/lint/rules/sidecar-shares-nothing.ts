import { commandText, scriptOf, SHELLS } from '../knowledge/script';
import { isEmptyDir } from '../knowledge/volumes';
import { Rule } from '../rule';

export const sidecarSharesNothing: Rule = {
  id: 'sidecar-shares-nothing',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  needs: SHELLS,
  what: 'Finds sidecar scripts that share nothing with the app: no volume, no port, no connection.',
  why: 'A container in the same pod is placed, scaled and stopped with the app. If it neither reads the app\'s files nor connects to it, it '
    + 'does nothing for the app, and a volume was most likely forgotten.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/#how-pods-manage-multiple-containers',
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
    - name: logs
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command: [sh, -c, "trap exit TERM; tail -n +1 -F /var/log/app/app.log & wait"]
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
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
    - name: logs
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command: [sh, -c, "trap exit TERM; tail -n +1 -F /var/log/app/app.log & wait"]
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 200Mi
`,

  checkPod(pod, report) {
    if (pod.spec.at('shareProcessNamespace').flag) {
      return;
    }
    for (const container of pod.containers.filter((one) => one.staysOn && one !== pod.main && scriptOf(one) && !KEPT_ALIVE.test(one.name))) {
      const others = pod.containers.filter((other) => other !== container).flatMap(({ volumeMounts }) => volumeMounts.map((mount) => mount.at('name').text));
      const sharesVolume = container.volumeMounts.some((mount) => others.includes(mount.at('name').text) || !isOwn(mount.at('name').text));
      if (!sharesVolume && container.ports.length === 0 && container.env.length === 0 && !container.at('envFrom').exists && !CONNECTS.test(commandText(container))) {
        report({
          at: container.at('volumeMounts'),
          message: `sidecar '${container.name}' shares no volume with the other containers, and connects to none`,
          help: 'mount the volume that it works on in both, or make it a workload of its own',
        });
      }
    }

    function isOwn(name?: string): boolean {
      return pod.volumes.some((volume) => volume.at('name').text === name && isEmptyDir(volume));
    }
  },
};

/** What only has its image pulled, or holds the pod open. */
const KEPT_ALIVE = /pull|pause|keep-?alive|placeholder/;

/** Whatever may speak to the app, to the cluster, or read what the node knows of the pod. */
const CONNECTS = /localhost|127\.0\.0\.1|\b(nc|ncat|socat|curl|wget|ping|ssh|kubectl|python\d?|node|httpd|psql|mysql|redis-cli)\b|:\/\/|\/proc|\/sys|\/dev\/(tcp|shm)/;
