import { isOfOperator, isPatch } from '../knowledge/workload';
import { Rule } from '../rule';

const KEEP_RUNNING = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'DeploymentConfig'];

const POLICIES = ['Always', 'OnFailure', 'Never'];

export const wrongRestartPolicy: Rule = {
  id: 'wrong-restart-policy',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['restartPolicy', 'Job', 'CronJob'],
  what: 'Finds a `restartPolicy` of the pod that its kind of workload does not allow, and one of a container that is misspelled.',
  why: 'Pods of a Deployment, StatefulSet or DaemonSet are always restarted, and pods of a Job or CronJob never or on failure only. The API server rejects '
    + 'anything else, and a Job that says nothing, because the default is `Always`.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-template',
  example: `
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      containers:
        - name: report
          image: ghcr.io/acme/report:2.0.0
`,
  instead: `
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: report
          image: ghcr.io/acme/report:2.0.0
`,

  checkPod(pod, report) {
    const { kind } = pod.object;
    const field = pod.spec.at('restartPolicy');
    const policy = field.text ?? 'Always';
    const allowed = isOfOperator(pod.object) ? POLICIES : KEEP_RUNNING.includes(kind) ? ['Always'] : ['Job', 'CronJob'].includes(kind) ? ['Never', 'OnFailure'] : POLICIES;
    if (!allowed.includes(policy) && (field.exists || !isPatch(pod))) {
      report({
        at: field,
        message: field.exists ? `restartPolicy '${policy}' is not allowed in a ${kind}` : `a ${kind} needs a restartPolicy, because the default is 'Always'`,
        help: `set it to ${allowed.map((one) => `'${one}'`).join(' or ')}`,
      });
    }
    for (const container of pod.containers) {
      const own = container.at('restartPolicy');
      if (own.text !== undefined && !POLICIES.includes(own.text)) {
        report({
          at: own,
          message: `restartPolicy '${own.text}' of container '${container.name}' is not valid`,
          help: "write 'Always' for a sidecar, with a capital letter",
        });
      }
    }
  },
};
