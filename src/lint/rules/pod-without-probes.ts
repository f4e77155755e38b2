import { hasProbe } from '../knowledge/probes';
import { runsOn } from '../knowledge/workload';
import { Rule } from '../rule';

export const podWithoutProbes: Rule = {
  id: 'pod-without-probes',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  what: 'Finds pods of several containers without any probe.',
  why: 'Kubernetes sees only whether the processes run. It sends traffic to a container that does not listen yet, and lets one that hangs hang.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
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
        httpGet:
          path: /healthz
          port: 8080
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
`,

  checkPod(pod, report) {
    const running = pod.containers.filter(({ staysOn }) => staysOn);
    if (running.length > 1 && runsOn(pod) && pod.main && !running.some(hasProbe)) {
      report({
        at: pod.main.field,
        message: `none of the ${running.length} containers of this pod has a probe`,
        help: `add a readinessProbe to '${pod.main.name}' that asks what its clients need`,
      });
    }
  },
};
