import { hasImage, SERVER_IMAGES } from '../knowledge/image';
import { hasProbe } from '../knowledge/probes';
import { getsProbes, isPatch, runsOn } from '../knowledge/workload';
import { Rule } from '../rule';

export const podWithoutProbes: Rule = {
  id: 'pod-without-probes',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  what: 'Finds pods of several containers whose app is a server, without any probe.',
  why: 'Kubernetes sees only whether the processes run. It sends traffic to a container that does not listen yet, and does not restart one that hangs.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes',
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
      ports:
        - containerPort: 8080
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
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
      ports:
        - containerPort: 8080
      readinessProbe:
        httpGet:
          path: /healthz
          port: 8080
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    const running = pod.containers.filter(({ staysOn }) => staysOn);
    const { main } = pod;
    if (!main || running.length < 2 || running.some(hasProbe) || !runsOn(pod) || getsProbes(pod)) {
      return;
    }
    const serves = main.ports.length > 0 || hasImage(main, SERVER_IMAGES);
    if (serves && !isPatch(pod)) {
      report({
        at: main.field,
        message: `none of the ${running.length} containers of this pod has a probe`,
        help: `add a readinessProbe to '${main.name}' that asks what its clients need`,
      });
    }
  },
};
