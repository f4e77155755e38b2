import { Rule } from '../rule';

export const progressDeadlineMissing: Rule = {
  id: 'progress-deadline-missing',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  needs: ['maxUnavailable'],
  what: 'Finds Deployments that may not lose a pod in a rollout, whose sidecars have readiness probes, and that do not limit how long a rollout '
    + 'may take.',
  why: 'With `maxUnavailable: 0`, a sidecar that never becomes ready stops the rollout. By default, the Deployment reports that after ten '
    + 'minutes, and never if `progressDeadlineSeconds` is 2147483647. A pipeline that waits for the rollout waits just as long.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds',
  example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  strategy:
    rollingUpdate:
      maxUnavailable: 0
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      securityContext: {runAsNonRoot: true, runAsUser: 1000}
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          resources: {limits: {memory: 64Mi}}
        - name: proxy
          image: ghcr.io/acme/proxy:2.0.0
          resources: {limits: {memory: 64Mi}}
          readinessProbe:
            tcpSocket:
              port: 8443
`,
  instead: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  progressDeadlineSeconds: 120
  strategy:
    rollingUpdate:
      maxUnavailable: 0
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      securityContext: {runAsNonRoot: true, runAsUser: 1000}
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          resources: {limits: {memory: 64Mi}}
        - name: proxy
          image: ghcr.io/acme/proxy:2.0.0
          resources: {limits: {memory: 64Mi}}
          readinessProbe:
            tcpSocket:
              port: 8443
`,

  checkObject(object, report) {
    const deadline = object.at('spec', 'progressDeadlineSeconds');
    const isEndless = !deadline.exists || deadline.number === 2147483647;
    const mayLoseNone = /^0%?$/.test(object.at('spec', 'strategy', 'rollingUpdate', 'maxUnavailable').scalar ?? '');
    const waitsForSidecar = object.pods.some((pod) => pod.containers.some((container) => (
      container !== pod.main && container.staysOn && container.at('readinessProbe').exists)));
    if (object.kind === 'Deployment' && isEndless && mayLoseNone && waitsForSidecar) {
      report({
        at: deadline,
        message: `a rollout that a sidecar stops is reported ${deadline.exists ? 'never' : 'after 600 s'}: progressDeadlineSeconds ${deadline.exists ? 'is 2147483647' : 'is missing'}`,
        help: 'set progressDeadlineSeconds to somewhat more than what a pod takes to get ready',
      });
    }
  },
};
