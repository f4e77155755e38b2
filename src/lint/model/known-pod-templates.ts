import { Path } from './field';

/** Of a JobSet that is made of a runtime. */
const JOBS_OF_RUNTIME = 'spec.template.spec.replicatedJobs.*.template.spec.template';

/** Of OpenShift, which had it in the core group at first. */
const DEPLOYMENT_CONFIG = { DeploymentConfig: ['spec.template'] };

/** Jobs of Kubeflow's training operator, with the field that has a pod template for each role. */
const TRAINING_JOBS = {
  TFJob: 'tfReplicaSpecs',
  PyTorchJob: 'pytorchReplicaSpecs',
  MPIJob: 'mpiReplicaSpecs',
  XGBoostJob: 'xgbReplicaSpecs',
  PaddleJob: 'paddleReplicaSpecs',
  JAXJob: 'jaxReplicaSpecs',
  MXJob: 'mxReplicaSpecs',
};

/** Kinds whose pod template is a whole one at a fixed path, by their API group: the same for all its kinds, or a path for each. */
const KNOWN: { readonly [group: string]: { readonly [kind: string]: readonly string[] } } = {
  '': { Pod: [''], PodTemplate: ['template'], ReplicationController: ['spec.template'], ...DEPLOYMENT_CONFIG },
  'apps': { Deployment: ['spec.template'], StatefulSet: ['spec.template'], DaemonSet: ['spec.template'], ReplicaSet: ['spec.template'] },
  'batch': { Job: ['spec.template'], CronJob: ['spec.jobTemplate.spec.template'] },
  // https://argo-rollouts.readthedocs.io/en/stable/features/specification/, and the pages of experiments and analysis
  'argoproj.io': {
    Rollout: ['spec.template'],
    Experiment: ['spec.templates.*.template'],
    AnalysisTemplate: ['spec.metrics.*.provider.job.spec.template'],
    ClusterAnalysisTemplate: ['spec.metrics.*.provider.job.spec.template'],
    AnalysisRun: ['spec.metrics.*.provider.job.spec.template'],
  },
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
  'apps.openshift.io': DEPLOYMENT_CONFIG,
  // https://keda.sh/docs/latest/reference/scaledjob-spec/
  'keda.sh': { ScaledJob: ['spec.jobTargetRef.template'] },
  // https://jobset.sigs.k8s.io/docs/reference/jobset.v1alpha2/
  'jobset.x-k8s.io': { JobSet: ['spec.replicatedJobs.*.template.spec.template'] },
  // https://lws.sigs.k8s.io/docs/reference/leaderworkerset.v1/
  'leaderworkerset.x-k8s.io': { LeaderWorkerSet: leaderAndWorkers('spec') },
  'disaggregatedset.x-k8s.io': { DisaggregatedSet: leaderAndWorkers('spec.roles.*.spec') },
  // https://volcano.sh/en/docs/vcjob/, and the pages of cron jobs and job flows
  'batch.volcano.sh': { Job: ['spec.tasks.*.template'], CronJob: ['spec.jobTemplate.spec.tasks.*.template'] },
  'flow.volcano.sh': { JobTemplate: ['spec.tasks.*.template'] },
  // https://knative.dev/docs/serving/reference/serving-api/
  'serving.knative.dev': { Service: ['spec.template'], Configuration: ['spec.template'], Revision: [''] },
  // https://knative.dev/docs/eventing/reference/eventing-api/
  'sources.knative.dev': { ContainerSource: ['spec.template'] },
  'sinks.knative.dev': { JobSink: ['spec.job.spec.template'] },
  // https://kserve.github.io/website/docs/reference/crd-api
  'serving.kserve.io': {
    ServingRuntime: ['spec'],
    ClusterServingRuntime: ['spec'],
    InferenceService: ['spec.predictor', 'spec.transformer', 'spec.explainer'],
  },
  // https://kubernetes.dask.org/en/latest/operator_resources.html
  'kubernetes.dask.org': {
    DaskCluster: daskPods('spec'),
    DaskWorkerGroup: ['spec.worker'],
    DaskJob: ['spec.job', ...daskPods('spec.cluster.spec')],
  },
  // https://ray-project.github.io/kuberay/reference/api/
  'ray.io': {
    RayCluster: rayPods('spec'),
    RayJob: rayJobPods('spec'),
    RayCronJob: rayJobPods('spec.jobTemplate'),
    RayService: rayPods('spec.rayClusterConfig'),
  },
  // https://www.kubeflow.org/docs/components/trainer/legacy-v1/, and https://www.kubeflow.org/docs/components/notebooks/api-reference/notebook-v1/
  'kubeflow.org': {
    ...Object.fromEntries(Object.entries(TRAINING_JOBS).map(([kind, roles]) => [kind, [`spec.${roles}.*.template`]])),
    Notebook: ['spec.template'],
    // of Katib: a Job, a JobSet, or one of the jobs above
    Experiment: ['template', 'replicatedJobs.*.template.spec.template', ...Object.values(TRAINING_JOBS).map((roles) => `${roles}.*.template`)]
      .map((path) => `spec.trialTemplate.trialSpec.spec.${path}`),
  },
  // https://www.kubeflow.org/docs/components/trainer/operator-guides/runtime/
  'trainer.kubeflow.org': { TrainingRuntime: [JOBS_OF_RUNTIME], ClusterTrainingRuntime: [JOBS_OF_RUNTIME] },
  // https://agones.dev/site/docs/reference/agones_crd_api_reference/
  'agones.dev': { GameServer: ['spec.template'], GameServerSet: ['spec.template.spec.template'], Fleet: ['spec.template.spec.template'] },
  // https://openkruise.io/kruisegame/introduction
  'game.kruise.io': { GameServerSet: ['spec.gameServerTemplate'] },
  // https://github.com/actions/actions-runner-controller/blob/master/apis/actions.github.com/v1alpha1/autoscalingrunnerset_types.go
  'actions.github.com': { AutoscalingRunnerSet: ['spec.template'] },
  // https://agent-sandbox.sigs.k8s.io/docs/
  'agents.x-k8s.io': { Sandbox: ['spec.podTemplate'] },
  'extensions.agents.x-k8s.io': { SandboxTemplate: ['spec.podTemplate'] },
};

function leaderAndWorkers(spec: string): string[] {
  return ['leaderTemplate', 'workerTemplate'].map((template) => `${spec}.leaderWorkerTemplate.${template}`);
}

function daskPods(cluster: string): string[] {
  return [`${cluster}.scheduler`, `${cluster}.worker`];
}

function rayJobPods(job: string): string[] {
  return [...rayPods(`${job}.rayClusterSpec`), `${job}.submitterPodTemplate`];
}

function rayPods(cluster: string): string[] {
  return [`${cluster}.headGroupSpec.template`, `${cluster}.workerGroupSpecs.*.template`];
}

/** What stands beside containers in a part of an InferenceService where a runtime of KServe has the rest of the pod: https://github.com/kserve/kserve/blob/master/pkg/apis/serving/v1beta1/predictor.go */
export const RUNTIMES = ['model', 'sklearn', 'xgboost', 'tensorflow', 'pytorch', 'triton', 'onnx', 'huggingface', 'pmml', 'lightgbm', 'paddle', 'art'];

export const KNOWN_POD_TEMPLATES = Object.entries(KNOWN).flatMap(([group, kinds]) => Object.entries(kinds).flatMap(([kind, paths]) => (
  paths.map((path) => ({ group, kind, path: (path === '' ? [] : path.split('.')) as Path })))));
