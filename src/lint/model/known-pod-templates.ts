import { Path } from './field';

/** Kinds whose pod template is a whole one at a fixed path, by their API group: the same for all its kinds, or a path for each. */
const KNOWN: { readonly [group: string]: { readonly [kind: string]: readonly string[] } } = {
  '': { Pod: [''], PodTemplate: ['template'], ReplicationController: ['spec.template'] },
  'apps': { Deployment: ['spec.template'], StatefulSet: ['spec.template'], DaemonSet: ['spec.template'], ReplicaSet: ['spec.template'] },
  'batch': { Job: ['spec.template'], CronJob: ['spec.jobTemplate.spec.template'] },
  // https://argo-rollouts.readthedocs.io/en/stable/features/specification/
  'argoproj.io': { Rollout: ['spec.template'] },
  // https://openkruise.io/docs/user-manuals/cloneset, and the pages of the others
  'apps.kruise.io': {
    CloneSet: ['spec.template'],
    StatefulSet: ['spec.template'],
    DaemonSet: ['spec.template'],
    BroadcastJob: ['spec.template'],
    AdvancedCronJob: ['spec.template.jobTemplate.spec.template', 'spec.template.broadcastJobTemplate.spec.template'],
    UnitedDeployment: ['statefulSetTemplate', 'advancedStatefulSetTemplate', 'cloneSetTemplate', 'deploymentTemplate']
      .map((template) => `spec.template.${template}.spec.template`),
  },
  // https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/workloads_apis/deploymentconfig-apps-openshift-io-v1
  'apps.openshift.io': { DeploymentConfig: ['spec.template'] },
  // https://keda.sh/docs/latest/reference/scaledjob-spec/
  'keda.sh': { ScaledJob: ['spec.jobTargetRef.template'] },
  // https://jobset.sigs.k8s.io/docs/reference/jobset.v1alpha2/
  'jobset.x-k8s.io': { JobSet: ['spec.replicatedJobs.*.template.spec.template'] },
  // https://lws.sigs.k8s.io/docs/reference/leaderworkerset.v1/
  'leaderworkerset.x-k8s.io': { LeaderWorkerSet: ['spec.leaderWorkerTemplate.leaderTemplate', 'spec.leaderWorkerTemplate.workerTemplate'] },
  // https://volcano.sh/en/docs/vcjob/
  'batch.volcano.sh': { Job: ['spec.tasks.*.template'] },
  // https://knative.dev/docs/serving/reference/serving-api/
  'serving.knative.dev': { Service: ['spec.template'], Configuration: ['spec.template'], Revision: [''] },
  // https://ray-project.github.io/kuberay/reference/api/
  'ray.io': {
    RayCluster: rayPods('spec'),
    RayJob: [...rayPods('spec.rayClusterSpec'), 'spec.submitterPodTemplate'],
    RayService: rayPods('spec.rayClusterConfig'),
  },
  // https://www.kubeflow.org/docs/components/trainer/legacy-v1/, and https://www.kubeflow.org/docs/components/notebooks/api-reference/notebook-v1/
  'kubeflow.org': {
    TFJob: ['spec.tfReplicaSpecs.*.template'],
    PyTorchJob: ['spec.pytorchReplicaSpecs.*.template'],
    MPIJob: ['spec.mpiReplicaSpecs.*.template'],
    XGBoostJob: ['spec.xgbReplicaSpecs.*.template'],
    PaddleJob: ['spec.paddleReplicaSpecs.*.template'],
    JAXJob: ['spec.jaxReplicaSpecs.*.template'],
    Notebook: ['spec.template'],
  },
};

function rayPods(cluster: string): string[] {
  return [`${cluster}.headGroupSpec.template`, `${cluster}.workerGroupSpecs.*.template`];
}

export const KNOWN_POD_TEMPLATES = Object.entries(KNOWN).flatMap(([group, kinds]) => Object.entries(kinds).flatMap(([kind, paths]) => (
  paths.map((path) => ({ group, kind, path: (path === '' ? [] : path.split('.')) as Path })))));
