// The same manifests by cdk8s-plus alone. A person who writes them by hand copies texts, names and figures from somewhere: here they
// come from the manifests of one workload, which the benchmark renders before it measures, and every construct is made by hand.
const { readFileSync } = require('node:fs');
const { ApiObject, Duration, JsonPatch, Size } = require('cdk8s');
const kplus = require('cdk8s-plus-28');

const manifests = JSON.parse(readFileSync(process.env.BENCH_TEMPLATE, 'utf8'));
const configMaps = manifests.filter(({ kind }) => kind === 'ConfigMap');
const { metadata, spec: { template } } = manifests.find(({ kind }) => kind === 'Deployment');
const pod = template.spec;

/** Scripts, of which there is one ConfigMap in a chart. */
const isShared = (configMap) => configMap.startsWith('chart-scripts-');

exports.addWorkload = (chart, name) => {
  const rename = (text) => text?.replace(metadata.name, `${chart.node.id}-${name}`).replace(snake(metadata.name), snake(`${chart.node.id}-${name}`));
  const secret = kplus.Secret.fromSecretName(chart, `${name}-Orders`, 'orders-database');
  const createConfigMap = (id, configMap, data) => new kplus.ConfigMap(chart, id, { metadata: { name: configMap }, data, immutable: true });
  const byName = new Map(configMaps.map(({ metadata: { name: configMap }, data }, index) => [configMap, isShared(configMap)
    ? chart.node.tryFindChild(configMap) ?? createConfigMap(configMap, `${chart.node.id}${configMap.slice('chart'.length)}`, data)
    : createConfigMap(`${name}-Config${index}`, rename(configMap), data)]));
  const volumes = new Map(pod.volumes.map(({ name: volume, configMap, emptyDir }) => [volume, configMap
    ? kplus.Volume.fromConfigMap(chart, `${name}-${volume}`, byName.get(configMap.name), { name: volume })
    : kplus.Volume.fromEmptyDir(chart, `${name}-${volume}`, volume, { sizeLimit: toSize(emptyDir.sizeLimit) })]));
  const toContainer = (container) => ({
    name: container.name,
    image: container.image,
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    command: container.command,
    args: container.args,
    ports: container.ports?.map(({ containerPort, name: port, protocol }) => ({ number: containerPort, name: port, protocol })),
    envVariables: Object.fromEntries((container.env ?? []).map(({ name: variable, value, valueFrom }) => [variable, valueFrom
      ? kplus.EnvValue.fromSecretValue({ secret, key: valueFrom.secretKeyRef.key })
      : kplus.EnvValue.fromValue(rename(value))])),
    readiness: toProbe(container.readinessProbe),
    liveness: toProbe(container.livenessProbe),
    startup: toProbe(container.startupProbe),
    resources: toResources(container.resources),
    volumeMounts: container.volumeMounts.map(({ mountPath, name: volume, readOnly }) => ({ path: mountPath, volume: volumes.get(volume), readOnly })),
    securityContext: toSecurityContext(container.securityContext),
  });
  const deployment = new kplus.Deployment(chart, name, {
    metadata: { name: rename(metadata.name) },
    podMetadata: { annotations: template.metadata.annotations },
    securityContext: { fsGroup: pod.securityContext.fsGroup },
    terminationGracePeriod: Duration.seconds(pod.terminationGracePeriodSeconds),
    containers: pod.containers.map(toContainer),
  });
  pod.initContainers.forEach((container) => deployment.addInitContainer({
    ...toContainer(container), restartPolicy: container.restartPolicy && kplus.ContainerRestartPolicy.ALWAYS,
  }));
  patchStorage(deployment);
};

/** cdk8s-plus renders ephemeral storage in whole gibibytes. */
function patchStorage(deployment) {
  const patches = ['containers', 'initContainers'].flatMap((list) => pod[list].flatMap(({ resources }, index) => ['limits', 'requests']
    .filter((kind) => resources[kind]['ephemeral-storage'])
    .map((kind) => JsonPatch.replace(`/spec/template/spec/${list}/${index}/resources/${kind}`, toQuantities(resources[kind])))));
  ApiObject.of(deployment).addJsonPatch(...patches);
}

/** The form that cdk8s-plus's types expect in a patch. */
function toQuantities(quantities) {
  return Object.fromEntries(Object.entries(quantities).map(([name, value]) => [name, { value }]));
}

function toProbe(probe) {
  if (!probe) {
    return undefined;
  }
  const options = {
    failureThreshold: probe.failureThreshold,
    periodSeconds: probe.periodSeconds && Duration.seconds(probe.periodSeconds),
    timeoutSeconds: probe.timeoutSeconds && Duration.seconds(probe.timeoutSeconds),
  };
  if (probe.exec) {
    return kplus.Probe.fromCommand(probe.exec.command, options);
  }
  return probe.tcpSocket
    ? kplus.Probe.fromTcpSocket({ ...options, port: probe.tcpSocket.port })
    : kplus.Probe.fromHttpGet(probe.httpGet.path, { ...options, port: probe.httpGet.port });
}

function toResources({ requests, limits }) {
  return {
    cpu: { request: kplus.Cpu.millis(parseInt(requests.cpu)), limit: kplus.Cpu.millis(parseInt(limits.cpu)) },
    memory: { request: toSize(requests.memory), limit: toSize(limits.memory) },
  };
}

function toSecurityContext({ runAsUser, runAsGroup }) {
  return {
    user: runAsUser,
    group: runAsGroup,
    ensureNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: [kplus.Capability.ALL] },
    seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
  };
}

function toSize(text) {
  return Size.mebibytes(parseInt(text));
}

function snake(name) {
  return name.replaceAll('-', '_');
}
