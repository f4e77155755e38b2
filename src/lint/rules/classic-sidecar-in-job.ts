import { inlineProgramOf, isEndless } from '../../core/spec/inline-program';
import { hasImage, SERVER_IMAGES, SIDECAR_IMAGES } from '../knowledge/image';
import { commandText, isForever, loopsForever, scriptOf } from '../knowledge/script';
import { inScriptsOf } from '../knowledge/script-checks';
import { BATCH_JOBS, TRAINING_JOBS } from '../knowledge/workload';
import { Container } from '../model/container';
import { Pod } from '../model/pod';
import { Report, Rule } from '../rule';

const IN_SCRIPTS = inScriptsOf(jobContainers, (container, { code }, pod, report) => {
  if (loopsForever(code) && !code.commands.some(({ name }) => ['exit', 'break'].includes(name))) {
    tell(container, pod, report);
  }
});

export const classicSidecarInJob: Rule = {
  id: 'classic-sidecar-in-job',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: [...BATCH_JOBS, ...TRAINING_JOBS],
  what: 'Finds sidecars among the regular containers of a Job or CronJob that do not end by themselves.',
  why: 'A Job has completed when all regular containers of its pod have ended. A log shipper or a proxy never does, so the Job never completes, '
    + 'and a CronJob starts another one each time. Native sidecars are stopped when the regular containers have ended.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#jobs-with-sidecar-containers',
  example: `
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      securityContext: {runAsNonRoot: true, runAsUser: 1000}
      restartPolicy: Never
      containers:
        - name: report
          image: ghcr.io/acme/report:2.0.0
          resources: {limits: {memory: 64Mi}}
        - name: database
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.25.3
          resources: {limits: {memory: 64Mi}}
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
      securityContext: {runAsNonRoot: true, runAsUser: 1000}
      restartPolicy: Never
      initContainers:
        - name: database
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.25.3
          resources: {limits: {memory: 64Mi}}
          args: ["acme:europe-west1:reports"]
          restartPolicy: Always
      containers:
        - name: report
          image: ghcr.io/acme/report:2.0.0
          resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report, context) {
    IN_SCRIPTS.checkPod!(pod, report, context);
    jobContainers(pod).filter((container) => !scriptOf(container) && neverEnds(container)).forEach((container) => tell(container, pod, report));
  },

  concerns: IN_SCRIPTS.concerns,
  looksAtConfigs: true,
  checkAmong: IN_SCRIPTS.checkAmong,
};

/** The containers of a Job with several; a Job whose sidecars are stopped is left alone. */
function jobContainers(pod: Pod): readonly Container[] {
  return (BATCH_JOBS.includes(pod.object.kind) || decidesTraining(pod)) && pod.regular.length > 1 && !stopsItsSidecars(pod) ? pod.regular : [];
}

/** Roles whose pods end a training job when all their containers have ended: the first one that there is. */
const DECIDING = ['launcher', 'chief', 'master', 'scheduler', 'worker'];

/** The other pods of a training job, such as workers of MPI and parameter servers, are removed when it has ended. */
function decidesTraining({ object, template }: Pod): boolean {
  const role = template.parent;
  const roles = role?.parent?.fields.map(({ key }) => String(key).toLowerCase()) ?? [];
  return TRAINING_JOBS.includes(object.kind) && String(role?.key).toLowerCase() === DECIDING.find((one) => roles.includes(one));
}

function tell({ name, field }: Container, { object: { kind } }: Pod, report: Report): void {
  report({
    at: field.at('name'),
    message: `container '${name}' does not end by itself, so this ${kind} never completes`,
    help: "make it a native sidecar: move it to 'initContainers' with 'restartPolicy: Always'",
  });
}

function neverEnds(container: Container): boolean {
  const isPlain = !container.at('command').exists && !/^[^-]/.test(container.at('args').texts[0] ?? '');
  return isForever(container) || isEndlessProgram(commandText(container)) || hasImage(container, SIDECAR_IMAGES)
    || (isPlain && hasImage(container, SERVER_IMAGES));
}

/** Ways that people found before there were native sidecars. */
function stopsItsSidecars(pod: Pod): boolean {
  const told = pod.regular.some((container) => /quitquitquit|\/shutdown|p?kill(all)?\b|scuttle/.test(commandText(container)));
  return told || pod.spec.at('shareProcessNamespace').flag === true || pod.spec.at('activeDeadlineSeconds').exists;
}

function isEndlessProgram(command: string): boolean {
  const program = inlineProgramOf(command);
  return program !== undefined && isEndless(program);
}
