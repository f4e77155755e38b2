import { hasImage, SIDECAR_IMAGES } from '../knowledge/image';
import { commandText, loopsForever, scriptOf } from '../knowledge/script';
import { Container } from '../model/container';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const classicSidecarInJob: Rule = {
  id: 'classic-sidecar-in-job',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['Job', 'CronJob'],
  what: 'Finds sidecars among the regular containers of a Job or CronJob that do not end by themselves.',
  why: 'A Job has completed when all regular containers of its pod have ended. A log shipper or a proxy never does, so the Job never completes, and '
    + 'a CronJob starts one more each time. Native sidecars are stopped when the regular containers have ended.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#jobs-with-sidecar-containers',
  example: `
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
        - name: database
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.25.3
          args: ["acme:europe-west1:reports"]
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
      initContainers:
        - name: database
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.25.3
          args: ["acme:europe-west1:reports"]
          restartPolicy: Always
      containers:
        - name: report
          image: ghcr.io/acme/report:2.0.0
`,

  checkPod(pod, report) {
    if (['Job', 'CronJob'].includes(pod.object.kind) && pod.regular.length > 1 && !stopsItsSidecars(pod)) {
      for (const container of pod.regular.filter(neverEnds)) {
        report({
          at: container.at('name'),
          message: `container '${container.name}' does not end by itself, so this ${pod.object.kind} never completes`,
          help: "make it a native sidecar: move it to 'initContainers' with 'restartPolicy: Always'",
        });
      }
    }
  },
};

function neverEnds(container: Container): boolean {
  const script = scriptOf(container);
  return script ? loopsForever(script.text) && !/\b(exit|break)\b/.test(script.text) : hasImage(container, ...SIDECAR_IMAGES);
}

/** Ways that people found before there were native sidecars. */
function stopsItsSidecars(pod: Pod): boolean {
  const told = pod.regular.some((container) => /quitquitquit|\/shutdown|p?kill(all)?\b|scuttle/.test(commandText(container)));
  return told || pod.spec.at('shareProcessNamespace').flag === true || pod.spec.at('activeDeadlineSeconds').exists;
}
