import { appWithoutProbes } from '../../../src/lint/rules/app-without-probes';
import { classicSidecarInJob } from '../../../src/lint/rules/classic-sidecar-in-job';
import { duplicateContainerName } from '../../../src/lint/rules/duplicate-container-name';
import { imageWithoutVersion } from '../../../src/lint/rules/image-without-version';
import { mountWithoutVolume } from '../../../src/lint/rules/mount-without-volume';
import { serviceSelectsNothing } from '../../../src/lint/rules/service-selects-nothing';
import { undefinedVariableReference } from '../../../src/lint/rules/undefined-variable-reference';
import { wrongRestartPolicy } from '../../../src/lint/rules/wrong-restart-policy';
import { messagesOf } from '../support/findings';

type Nested = { readonly [key: string]: unknown };

/** An object with a value at a path, in which a number stands for the only element of a list. */
function objectWith(apiVersion: string, kind: string, path: string, value: Nested): string {
  const nested = path.split('.').reduceRight<unknown>((inner, key) => key === '0' ? [inner] : { [key]: inner }, value);
  return JSON.stringify({ apiVersion, kind, metadata: { name: 'work' }, ...nested as Nested });
}

const template = (spec: Nested): Nested => ({ metadata: { labels: { app: 'work' } }, spec });
const container = (name: string, more: Nested = {}): Nested => ({ name, image: `ghcr.io/acme/${name}:1.4.2`, ...more });

describe('the pods of custom resources', () => {
  test.each([
    ['argoproj.io/v1alpha1', 'Rollout', 'spec.template'],
    ['apps.openshift.io/v1', 'DeploymentConfig', 'spec.template'],
    ['v1', 'DeploymentConfig', 'spec.template'],
    ['argoproj.io/v1alpha1', 'Experiment', 'spec.templates.0.template'],
    ['argoproj.io/v1alpha1', 'ClusterAnalysisTemplate', 'spec.metrics.0.provider.job.spec.template'],
    ['batch.volcano.sh/v1alpha1', 'CronJob', 'spec.jobTemplate.spec.tasks.0.template'],
    ['flow.volcano.sh/v1alpha1', 'JobTemplate', 'spec.tasks.0.template'],
    ['ray.io/v1', 'RayCronJob', 'spec.jobTemplate.rayClusterSpec.workerGroupSpecs.0.template'],
    ['trainer.kubeflow.org/v1alpha1', 'ClusterTrainingRuntime', 'spec.template.spec.replicatedJobs.0.template.spec.template'],
    ['agents.x-k8s.io/v1alpha1', 'Sandbox', 'spec.podTemplate'],
    ['keda.sh/v1alpha1', 'ScaledJob', 'spec.jobTargetRef.template'],
    ['jobset.x-k8s.io/v1alpha2', 'JobSet', 'spec.replicatedJobs.0.template.spec.template'],
    ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', 'spec.leaderWorkerTemplate.workerTemplate'],
    ['batch.volcano.sh/v1alpha1', 'Job', 'spec.tasks.0.template'],
    ['serving.knative.dev/v1', 'Service', 'spec.template'],
    ['ray.io/v1', 'RayCluster', 'spec.headGroupSpec.template'],
    ['ray.io/v1', 'RayCluster', 'spec.workerGroupSpecs.0.template'],
    ['ray.io/v1', 'RayJob', 'spec.rayClusterSpec.workerGroupSpecs.0.template'],
    ['ray.io/v1', 'RayService', 'spec.rayClusterConfig.headGroupSpec.template'],
    ['kubeflow.org/v1', 'PyTorchJob', 'spec.pytorchReplicaSpecs.Master.template'],
    ['kubeflow.org/v1', 'MXJob', 'spec.mxReplicaSpecs.Worker.template'],
    ['kubeflow.org/v1beta1', 'Experiment', 'spec.trialTemplate.trialSpec.spec.jaxReplicaSpecs.Worker.template'],
    ['kubeflow.org/v1', 'Notebook', 'spec.template'],
    ['kubeflow.org/v1beta1', 'Experiment', 'spec.trialTemplate.trialSpec.spec.template'],
    ['disaggregatedset.x-k8s.io/v1', 'DisaggregatedSet', 'spec.roles.0.spec.leaderWorkerTemplate.workerTemplate'],
    ['kubernetes.dask.org/v1', 'DaskCluster', 'spec.worker'],
    ['kubernetes.dask.org/v1', 'DaskWorkerGroup', 'spec.worker'],
    ['kubernetes.dask.org/v1', 'DaskJob', 'spec.job'],
    ['kubernetes.dask.org/v1', 'DaskJob', 'spec.cluster.spec.scheduler'],
    ['sources.knative.dev/v1', 'ContainerSource', 'spec.template'],
    ['sinks.knative.dev/v1alpha1', 'JobSink', 'spec.job.spec.template'],
    ['agones.dev/v1', 'GameServer', 'spec.template'],
    ['agones.dev/v1', 'Fleet', 'spec.template.spec.template'],
    ['game.kruise.io/v1alpha1', 'GameServerSet', 'spec.gameServerTemplate'],
    ['actions.github.com/v1alpha1', 'AutoscalingRunnerSet', 'spec.template'],
    ['apps.kruise.io/v1alpha1', 'AdvancedCronJob', 'spec.template.jobTemplate.spec.template'],
    ['apps.kruise.io/v1alpha1', 'UnitedDeployment', 'spec.template.cloneSetTemplate.spec.template'],
  ])('are known (%s %s, %s)', (apiVersion, kind, path) => {
    const yaml = objectWith(apiVersion, kind, path, template({ containers: [container('a'), container('a')] }));
    expect(messagesOf(duplicateContainerName, yaml)).toEqual([`${path}.spec.containers.1.name: container name 'a' is taken twice in this pod`]);
  });

  test.each(['predictor', 'transformer', 'explainer'])('have no template around them in the %s of an InferenceService, which is a part of a pod beside a model', (part) => {
    const yaml = (more: Nested): string => objectWith('serving.kserve.io/v1beta1', 'InferenceService', `spec.${part}`, { containers: [container('a'), container('a')], ...more });
    expect(messagesOf(duplicateContainerName, yaml({ minReplicas: 1 }))).toEqual([`spec.${part}.containers.1.name: container name 'a' is taken twice in this pod`]);
    expect(messagesOf(duplicateContainerName, yaml({ model: { modelFormat: { name: 'sklearn' } } }))).toEqual([]);
  });

  test.each(['model', 'sklearn', 'xgboost', 'tensorflow', 'pytorch', 'triton', 'onnx', 'huggingface', 'pmml', 'lightgbm', 'paddle', 'art'])('are only a part of a pod beside the %s of an InferenceService', (runtime) => {
    const yaml = objectWith('serving.kserve.io/v1beta1', 'InferenceService', 'spec.predictor', { containers: [container('a'), container('a')], [runtime]: { storageUri: 's3://models/a' } });
    expect(messagesOf(duplicateContainerName, yaml)).toEqual([]);
  });

  test('have no template around them in runtimes of KServe', () => {
    const yaml = objectWith('serving.kserve.io/v1alpha1', 'ClusterServingRuntime', 'spec', { containers: [container('a'), container('a')] });
    expect(messagesOf(duplicateContainerName, yaml)).toEqual(["spec.containers.1.name: container name 'a' is taken twice in this pod"]);
  });

  test('are not known of other groups', () => {
    expect(messagesOf(duplicateContainerName, objectWith('example.com/v1', 'Service', 'spec.template', template({ containers: [container('a'), container('a')] })))).toEqual([]);
  });
});

describe('what their controllers do', () => {
  const sidecar = { containers: [container('app'), container('envoy', { image: 'envoyproxy/envoy:v1.35.0' })] };

  test.each([
    ['keda.sh/v1alpha1', 'ScaledJob', 'spec.jobTargetRef.template'],
    ['jobset.x-k8s.io/v1alpha2', 'JobSet', 'spec.replicatedJobs.0.template.spec.template'],
    ['trainer.kubeflow.org/v1alpha1', 'TrainingRuntime', 'spec.template.spec.replicatedJobs.0.template.spec.template'],
    ['argoproj.io/v1alpha1', 'AnalysisTemplate', 'spec.metrics.0.provider.job.spec.template'],
  ])('a sidecar keeps a %s %s from completing, and the restart policy may be missing', (apiVersion, kind, path) => {
    const yaml = objectWith(apiVersion, kind, path, template(sidecar));
    expect(messagesOf(classicSidecarInJob, yaml)).toEqual([expect.stringContaining(`container 'envoy' does not end by itself, so this ${kind} never completes`)]);
    expect(messagesOf(wrongRestartPolicy, yaml)).toEqual([]);
  });

  test('pods of a DeploymentConfig are always restarted, and have labels of their own', () => {
    const yaml = objectWith('apps.openshift.io/v1', 'DeploymentConfig', 'spec.template', template({ ...sidecar, restartPolicy: 'Never' }));
    expect(messagesOf(wrongRestartPolicy, yaml)).toHaveLength(1);
    const service = '{apiVersion: v1, kind: Service, metadata: {name: work}, spec: {selector: {app: work, LABEL: work}, ports: [{port: 80}]}}';
    const labelled = yaml.replace('"app":"work"', '"app":"work","deploymentconfig":"other"');
    expect(messagesOf(serviceSelectsNothing, [labelled, service.replace('LABEL', 'deploymentconfig')])).toEqual([]);
  });

  test('what an image trigger of OpenShift sets has a version', () => {
    const pod = template({ containers: [{ name: 'app', image: 'registry.example.com/acme/app:latest' }] });
    const untriggered = objectWith('apps.openshift.io/v1', 'DeploymentConfig', 'spec.template', pod);
    expect(messagesOf(imageWithoutVersion, untriggered)).toHaveLength(1);
    const config = JSON.parse(untriggered) as { spec: Nested };
    const triggers = [{ type: 'ImageChange', imageChangeParams: { containerNames: ['app'] } }];
    expect(messagesOf(imageWithoutVersion, JSON.stringify({ ...config, spec: { ...config.spec, triggers } }))).toEqual([]);
    const annotated = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { annotations: { 'image.openshift.io/triggers': '[]' } }, spec: { selector: {}, template: pod } };
    expect(messagesOf(imageWithoutVersion, JSON.stringify(annotated))).toEqual([]);
  });

  test('Knative and Ray add probes', () => {
    const containers = [container('app', { ports: [{ containerPort: 8080 }] }), container('logs', { livenessProbe: { exec: { command: ['true'] } } })];
    expect(messagesOf(appWithoutProbes, objectWith('argoproj.io/v1alpha1', 'Rollout', 'spec.template', template({ containers })))).toHaveLength(1);
    expect(messagesOf(appWithoutProbes, objectWith('serving.knative.dev/v1', 'Service', 'spec.template', template({ containers })))).toEqual([]);
    expect(messagesOf(appWithoutProbes, objectWith('kubeflow.org/v1', 'PyTorchJob', 'spec.pytorchReplicaSpecs.Master.template', template({ containers })))).toEqual([]);
  });
});

test.each([
  ['apps/v1', 'StatefulSet', 'spec.template'],
  ['apps.kruise.io/v1alpha1', 'UnitedDeployment', 'spec.template.advancedStatefulSetTemplate.spec.template'],
])('claims beside the pod template are volumes of the pods (%s %s)', (apiVersion, kind, path) => {
  const pod = template({ containers: [container('a', { volumeMounts: [{ name: 'data', mountPath: '/data' }] })] });
  const above = path.slice(0, path.lastIndexOf('.'));
  const claims = [{ metadata: { name: 'data' } }];
  const yaml = (names: Nested): string => objectWith(apiVersion, kind, above, { selector: {}, [path.split('.').at(-1)!]: pod, ...names });
  expect(messagesOf(mountWithoutVolume, yaml({}))).toHaveLength(1);
  expect(messagesOf(mountWithoutVolume, yaml({ volumeClaimTemplates: claims }))).toEqual([]);
});

test.each([
  ['jobset.x-k8s.io/v1alpha2', 'JobSet', 'spec.replicatedJobs.0.template.spec.template'],
  ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', 'spec.leaderWorkerTemplate.leaderTemplate'],
])('volumes and variables of a %s %s may come from its controller', (apiVersion, kind, path) => {
  const pod = template({ containers: [container('a', { args: ['$(LWS_GROUP_SIZE)'], volumeMounts: [{ name: 'data', mountPath: '/data' }] })] });
  expect([mountWithoutVolume, undefinedVariableReference].flatMap((rule) => messagesOf(rule, objectWith(apiVersion, kind, path, pod)))).toEqual([]);
});

test('a pod whose image an operator fills in may get volumes from it too', () => {
  const pod = (image: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image, volumeMounts: [{ name: 'x', mountPath: '/x' }] }] } });
  expect(['ghcr.io/acme/a:1', 'ghcr.io/YOUR TEAM/a:1', '[YOUR ALIAS]/a', 'a:{{ version }}'].flatMap((image) => messagesOf(mountWithoutVolume, pod(image)))).toHaveLength(4);
  expect([' ', 'FILLED BY THE OPERATOR', '{{ .Values.repository }}:{{ .Values.tag }}'].flatMap((image) => messagesOf(mountWithoutVolume, pod(image)))).toEqual([]);
});
