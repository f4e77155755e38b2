import { posix } from 'path';
import { askedOnce } from './asked-once';
import { isPlaceholder } from './image-reference';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Pod } from '../model/pod';

/** Kinds whose replicas a user sets. */
const SCALED = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController', 'Rollout', 'CloneSet', 'DeploymentConfig'];

/** How many pods the manifest asks for: one, unless it says otherwise. Undefined where a kind has no such number. */
export function replicasOf(object: Pod['object']): number | undefined {
  return SCALED.includes(object.kind) ? object.at('spec', 'replicas').number ?? 1 : undefined;
}

/** Whether its operator sees to probes. */
export function getsProbes({ object: { group } }: Pod): boolean {
  return WITH_PROBES.includes(group);
}

/** Whether users expect it to run until it is deleted: not Jobs, tests of Helm charts, or pods that end. */
export function runsOn(pod: Pod): boolean {
  return !pod.completes;
}

/** Those whose controllers take a pod template as it is. */
const PLAIN_GROUPS = [
  '', 'apps', 'batch', 'argoproj.io', 'apps.kruise.io', 'apps.openshift.io', 'keda.sh',
];

/** Those whose operators add probes to the containers that serve, or check them by other means. */
const WITH_PROBES = ['serving.knative.dev', 'serving.kserve.io', 'ray.io', 'agones.dev'];

/** Kinds that make a Job of `batch` for each of their pod templates. */
export const BATCH_JOBS = [
  'Job', 'CronJob', 'ScaledJob', 'JobSet', 'AdvancedCronJob', 'TrainingRuntime', 'ClusterTrainingRuntime', 'AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun',
];

/** Those of Kubeflow's training operator, which looks at the phases of pods. */
export const TRAINING_JOBS = ['TFJob', 'PyTorchJob', 'MPIJob', 'XGBoostJob', 'PaddleJob', 'JAXJob', 'MXJob'];

/** Whether an operator makes the pods of a custom resource: it may add volumes and have rules of its own. */
export function isOfOperator({ group }: Pod['object']): boolean {
  return !PLAIN_GROUPS.includes(group);
}

/** Volumes that a pod has: its own, and those that a StatefulSet, or what is like one, claims for it beside its template. */
export const volumeNames = askedOnce((pod: Pod): Set<string> => {
  const claims = (pod.template.parent?.at('volumeClaimTemplates').items ?? []).map((claim) => claim.at('metadata', 'name').text);
  return new Set([...pod.volumes.map((volume) => volume.at('name').text), ...claims].filter((name) => name !== undefined));
});

/** Mounts without what only differs in spelling. */
export function normalPath(path: string): string {
  return /\/(\/|\.{1,2}(\/|$)|$)/.test(path) ? posix.normalize(path).replace(/(.)\/$/, '$1') : path;
}

/** Whether a mount has the path in it; one that does not say where it is may have any. */
export function isIn(path: string, mount: Field): boolean {
  const mounted = normalPath(mount.at('mountPath').text ?? '');
  return mounted === '/' || path === mounted || path.startsWith(`${mounted}/`);
}

/** Whether a mount of the container has the path in it. */
export function isMounted({ volumeMounts }: Container, path: string): boolean {
  return volumeMounts.some((mount) => isIn(path, mount));
}

/** Kinds that the API server does not take without a selector. */
export const WITH_SELECTOR = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** Versions in which the selector is by default the labels of the pods. */
const WITH_DEFAULT_SELECTOR = ['apps/v1beta1', 'extensions/v1beta1'];

/** Whether it is a patch, of kustomize for example, and most of the pod stands elsewhere. It is asked for each container, and looks at all of them. */
export const isPatch = askedOnce((pod: Pod): boolean => {
  const { object } = pod;
  const { isPatch: isKnown = false } = object.origin;
  const selector = WITH_DEFAULT_SELECTOR.includes(object.at('apiVersion').text ?? '') ? pod.metadata.at('labels') : object.at('spec', 'selector');
  const isIncomplete = object.group === 'apps' && WITH_SELECTOR.includes(object.kind) && !selector.exists;
  return isKnown || isIncomplete || pod.containers.some(isLeftOpen) || areLeftOut(pod);
});

/** The containers of pod templates that Spark gives its own image: https://spark.apache.org/docs/latest/running-on-kubernetes.html#pod-template */
const OF_SPARK = ['spark-kubernetes-driver', 'spark-kubernetes-executor'];

/** A container of a patch, or of a template that an operator fills in: its image is blank, or `FILLED BY THE OPERATOR`. */
function isLeftOpen(container: Container): boolean {
  const image = container.at('image');
  if (!image.exists) {
    return OF_SPARK.includes(container.name) || container.at('$patch').exists;
  }
  return image.ask(isNameLeftOpen);
}

function isNameLeftOpen(image: unknown): boolean {
  return typeof image === 'string' && /\s/.test(image) && isPlaceholder(image) && !isNamedInPart(image);
}

/** Whether a part of it is known: `registry.acme.example/YOUR TEAM/web`, `web:{{ version }}`. */
function isNamedInPart(image: string): boolean {
  return /\w[/:]|[/:]\w/.test(image.replace(/\{\{.*?\}\}/g, ''));
}

/** In a template that an operator fills in, no container has an image; where a name was forgotten, others have one. */
function areLeftOut({ containers }: Pod): boolean {
  return containers.length > 1 && containers.every((one) => one.at('image').ask(isEmpty));
}

function isEmpty(text: unknown): boolean {
  return text === '';
}

/** Whether OpenShift puts in the image that a tag of an ImageStream means. */
export function isTriggered({ object }: Pod, { name }: Container): boolean {
  return object.metadata.at('annotations', 'image.openshift.io/triggers').exists
    || object.at('spec', 'triggers').items.some((trigger) => trigger.at('imageChangeParams', 'containerNames').texts.includes(name));
}
