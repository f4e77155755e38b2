import { createHash } from 'crypto';
import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { configMapData } from './config-map-data';
import { configMapMetadata } from './config-map-name';
import { checkContainer, checkMount, isPod, podAround } from './conflicts';
import { ConfigFiles, ContainerPlan, Place } from './container-plan';
import { renderStorageInBytes } from './ephemeral-storage';
import { at, normalizePath } from './errors';
import { validateLater } from './late-validation';
import { checkDuration, wholeSeconds } from './quantities';
import { checkVariables } from './variables';
import { writableMounts } from './writable-paths';
import { KubernetesVersion } from '../pod/kubernetes-version';
import { ResourceProfile } from '../pod/resource-profile';
import { SecurityBaseline } from '../pod/security-baseline';
import { SidecarMode } from '../pod/sidecar-mode';

/**
 * The only place that changes a pod. Whatever goes into one is checked here against what is in it.
 */

/** Files of one container are readable by the others of the pod through this group. */
const SHARED_GROUP = 2000;

/** The workload that a construct belongs to. */
export function podOf(construct: Construct): kplus.AbstractPod {
  const pod = podAround(construct);
  if (!pod) {
    throw new Error(`${at(construct)} is not inside a workload: pass a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob as its scope`);
  }
  return pod;
}

/** Puts a container into the pod of its construct. */
export function addContainer(owner: Construct, place: Place, plan: ContainerPlan, mode?: SidecarMode): kplus.Container {
  const pod = podOf(owner);
  const classic = place === 'sidecar' && SidecarMode._for(owner, mode) === SidecarMode.CLASSIC;
  if (classic) {
    checkJobCompletes(pod, plan.name);
  }
  const props = toContainerProps(owner, plan);
  checkContainer(pod, { name: plan.name, ports: props.ports!, mounts: props.volumeMounts! }, allContainers(pod), place === 'init');
  const afterApp = place === 'sidecar' && !plan.beforeApp && (classic || plan.stopDelay !== undefined);
  if (classic || place === 'app') {
    nameDefaultContainer(pod, classic ? appOf(pod)?.name : plan.name);
    const container = pod.addContainer(props);
    if (classic) {
      classicSidecars.add(container);
    }
    return finish(owner, pod, container, plan, afterApp);
  }
  const restartPolicy = place === 'sidecar' ? kplus.ContainerRestartPolicy.ALWAYS : undefined;
  return finish(owner, pod, pod.addInitContainer({ ...props, restartPolicy }), plan, afterApp);
}

const classicSidecars = new WeakSet<kplus.Container>();

/** The container that the pod is there for: the first one that is no sidecar. */
export function appOf(pod: kplus.AbstractPod): kplus.Container | undefined {
  return pod.containers.find((container) => !classicSidecars.has(container));
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** With several containers beside each other, `kubectl logs` and `exec` take the app's. */
function nameDefaultContainer(pod: kplus.AbstractPod, name?: string): void {
  if (pod.containers.length > 0 && name && !pod.podMetadata.toJson()?.annotations?.[DEFAULT_CONTAINER]) {
    pod.podMetadata.addAnnotation(DEFAULT_CONTAINER, name);
  }
}

/** Mounts a volume into a container that is in the pod already. */
export function mount(owner: Construct, container: kplus.Container, volumeMount: kplus.VolumeMount): void {
  const pod = podAround(owner) ?? owner.node.findAll().filter(isPod).find((one) => allContainers(one).includes(container));
  if (!pod || !allContainers(pod).includes(container)) {
    throw new Error(`container '${container.name}' is in another workload than volume '${volumeMount.volume.name}' of ${at(pod ?? owner)}:`
      + ' create the volume in the container\'s workload or chart');
  }
  checkMount(pod, container.name, volumeMount, container.mounts);
  shareFiles(pod);
  container.mount(normalizePath('mount path', volumeMount.path, pod), volumeMount.volume, { readOnly: volumeMount.readOnly });
  validateLater(pod);
}

/** Annotates the pod; annotations that somebody else has set are refused. */
export function annotate(owner: Construct, annotations: { [name: string]: string }, wayOut: string): void {
  const { podMetadata } = podOf(owner);
  const taken = podMetadata.toJson()?.annotations ?? {};
  for (const [name, value] of Object.entries(annotations)) {
    if (taken[name] !== undefined) {
      throw new Error(`annotation '${name}' that ${at(owner)} sets to '${value}' is '${taken[name]}' already: ${wayOut}`);
    }
    podMetadata.addAnnotation(name, value);
  }
}

/** Gives the pod the group through which its containers share files, unless it has one. */
export function shareFiles(pod: kplus.AbstractPod): void {
  (pod.securityContext as { fsGroup?: number }).fsGroup ??= SHARED_GROUP;
}

/** The preferred port, or the next one that no container of the pod has, and that is not among some others. */
export function freePort(pod: kplus.AbstractPod, preferred: number, others: number[] = []): number {
  const taken = new Set([...others, ...allContainers(pod).flatMap((container) => container.ports.map((port) => port.number))]);
  let port = preferred;
  while (taken.has(port)) {
    port++;
  }
  return port;
}

/** The preferred name of a port, with a number where the pod has it already, or it is among some others. */
export function freePortName(pod: kplus.AbstractPod, preferred: string, others: string[] = []): string {
  const taken = new Set<string | undefined>([...others, ...allContainers(pod).flatMap((container) => container.ports.map((port) => port.name))]);
  let name = preferred;
  for (let number = 2; taken.has(name); number++) {
    name = `${preferred}-${number}`;
  }
  return name;
}

export function allContainers(pod: kplus.AbstractPod): kplus.Container[] {
  return [...pod.initContainers, ...pod.containers];
}

function toContainerProps(owner: Construct, plan: ContainerPlan): kplus.ContainerProps {
  if (!plan.image) {
    throw new Error(`image of container '${plan.name}' in ${at(owner)} is empty or missing: name one`);
  }
  return {
    name: plan.name,
    image: plan.image,
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    command: plan.command,
    args: plan.args,
    workingDir: plan.workingDir === undefined ? undefined : normalizePath('workingDir', plan.workingDir, owner),
    envVariables: checkVariables(owner, plan.env),
    envFrom: [...plan.envFrom ?? []],
    ports: [...plan.ports ?? []],
    volumeMounts: [...plan.volumeMounts ?? [], ...configMount(owner, plan), ...writableMounts(owner, plan)],
    readiness: plan.readiness,
    liveness: plan.liveness,
    startup: plan.startup,
    lifecycle: plan.lifecycle,
    resources: plan.resources ?? ResourceProfile._for(owner, plan.role),
    securityContext: (plan.security ?? SecurityBaseline.restricted())._toContext(),
  };
}

function configMount(owner: Construct, plan: ContainerPlan): kplus.VolumeMount[] {
  if (!plan.configFiles) {
    return [];
  }
  const { path, data, configMapName } = plan.configFiles;
  const configMap = new kplus.ConfigMap(owner, 'Config', { ...configMapData(data), metadata: configMapMetadata(owner, podOf(owner), configMapName) });
  applyBefore(podOf(owner), configMap);
  const volume = kplus.Volume.fromConfigMap(owner, 'ConfigVolume', configMap, { name: `${plan.name}-config` });
  return [{ path, volume, readOnly: true }];
}

/** A pod that is rolled by a change of the files would otherwise start with the old ones. */
export function applyBefore(pod: kplus.AbstractPod, configMap: kplus.ConfigMap): void {
  ApiObject.of(pod).addDependency(ApiObject.of(configMap));
}

function finish(owner: Construct, pod: kplus.AbstractPod, container: kplus.Container, plan: ContainerPlan, afterApp: boolean): kplus.Container {
  renderStorageInBytes(container);
  openLowPorts(pod, container);
  delayStop(owner, pod, container, plan.stopDelay, afterApp);
  if (plan.configFiles) {
    pod.podMetadata.addAnnotation(`checksum/${container.name}`, checksum(plan.configFiles));
  }
  validateLater(pod);
  return container;
}

/** A change of the files changes the pod template, and so rolls the pods. */
function checksum(files: ConfigFiles): string {
  return createHash('sha256').update(JSON.stringify(files.data)).digest('hex').slice(0, 16);
}

/** Without root, a port below 1024 needs this sysctl, which restricted Pod Security admits. */
function openLowPorts(pod: kplus.AbstractPod, container: kplus.Container): void {
  const sysctls = (pod.securityContext as unknown as { _sysctls: kplus.Sysctl[] })._sysctls;
  const name = 'net.ipv4.ip_unprivileged_port_start';
  const needed = container.ports.some((port) => port.number < 1024) && container.securityContext.user !== 0;
  if (needed && !pod.hostNetwork && !sysctls.some((sysctl) => sysctl.name === name)) {
    sysctls.push({ name, value: '0' });
  }
}

const POD_SPECS: { [kind: string]: string } = {
  Pod: '/spec',
  CronJob: '/spec/jobTemplate/spec/template/spec',
};

interface Stop {
  readonly seconds: number;
  /** Whether they count from when the app is told to stop, and not the pod. */
  readonly afterApp: boolean;
}

const stops = new WeakMap<kplus.AbstractPod, Map<kplus.Container, Stop>>();

/** Seconds for what is left to do once a container is told to stop. */
const LAST_SECONDS = 5;

/**
 * Keeps a container running for a while after the pod or the app was told to stop; of several delays the longest counts. One with a
 * preStop action of its own is left as it is. The sleep action is newer than the types of cdk8s-plus.
 */
export function delayStop(owner: Construct, pod: kplus.AbstractPod, container: kplus.Container, delay?: Duration, afterApp = false): void {
  const seconds = checkDuration('stop delay', delay, owner) ? wholeSeconds(delay!) : 0;
  if ((seconds === 0 && !afterApp) || !KubernetesVersion._for(owner)._hasSleepAction()) {
    return;
  }
  const all = stops.get(pod) ?? new Map<kplus.Container, Stop>();
  const found = all.get(container);
  needGracePeriod(owner, pod, Duration.seconds(seconds + 1)); // Kubernetes refuses one that a delay takes up
  stops.set(pod, all.set(container, { afterApp, seconds: Math.max(found?.seconds ?? 0, seconds) }));
  lengthenGracePeriod(pod, Math.max(...[...all.values()].map((stop) => stopOf(pod, stop))) + LAST_SECONDS);
  if (!found) {
    const list = pod.containers.includes(container) ? 'containers' : 'initContainers';
    addToSpec(pod, `${list}/${pod[list].indexOf(container)}/lifecycle`, (lifecycle) => {
      const sleep = { seconds: fitting(pod, all.get(container)!) };
      return sleep.seconds > 0 ? { preStop: { sleep }, ...lifecycle } : lifecycle;
    });
  }
}

/** Seconds from when the pod is told to stop. */
function stopOf(pod: kplus.AbstractPod, { seconds, afterApp }: Stop): number {
  return seconds + (afterApp ? appStopOf(pod) : 0);
}

function appStopOf(pod: kplus.AbstractPod): number {
  return Math.max(0, ...[...stops.get(pod)!.values()].map(({ seconds, afterApp }) => (afterApp ? 0 : seconds)));
}

/** In a grace period that the user has set, what comes after the app takes what is there. */
function fitting(pod: kplus.AbstractPod, stop: Stop): number {
  const app = appStopOf(pod);
  const grace = gracePeriodOf(pod);
  const most = Math.max(grace - LAST_SECONDS, Math.floor((app + grace) / 2));
  return stop.afterApp ? Math.min(stopOf(pod, stop), most) : stop.seconds;
}

/** The containers of the pod see each other's processes; cdk8s-plus has no property for that. */
export function shareProcesses(pod: kplus.AbstractPod): void {
  addToSpec(pod, 'shareProcessNamespace', () => true);
}

/** For fields that cdk8s-plus does not know. It drops some of them from patches too: they are added to what it gives. */
function addToSpec(pod: kplus.AbstractPod, field: string, toValue: (found: any) => unknown): void {
  const path = `${POD_SPECS[pod.kind] ?? '/spec/template/spec'}/${field}`;
  const workload = ApiObject.of(pod);
  const render = workload.toJson;
  workload.toJson = () => {
    const manifest = render.call(workload);
    const value = toValue(path.split('/').slice(1).reduce((found, key) => found?.[key], manifest));
    return value === undefined ? manifest : JsonPatch.apply(manifest, JsonPatch.add(path, value));
  };
}

/** What cdk8s-plus gives a pod whose user names no grace period. */
const DEFAULT_GRACE_PERIOD = 30;
const lengthened = new WeakSet<kplus.AbstractPod>();

/** Gives the pod the time that it needs to stop, unless its user has given it less on purpose. */
export function needGracePeriod(owner: Construct, pod: kplus.AbstractPod, needed: Duration): void {
  const seconds = wholeSeconds(needed);
  lengthenGracePeriod(pod, seconds);
  const found = gracePeriodOf(pod);
  if (found < seconds) {
    throw new Error(`grace period of ${at(pod)} is ${found} seconds, but ${at(owner)} needs ${seconds}: lengthen 'terminationGracePeriod',`
      + ' or shorten the times that the pattern waits when it stops');
  }
}

function lengthenGracePeriod(pod: kplus.AbstractPod, seconds: number): void {
  const found = gracePeriodOf(pod);
  if (found < seconds && (found === DEFAULT_GRACE_PERIOD || lengthened.has(pod))) {
    lengthened.add(pod);
    (pod as { -readonly [key in 'terminationGracePeriod']: kplus.AbstractPod[key] }).terminationGracePeriod = Duration.seconds(seconds);
  }
}

function gracePeriodOf(pod: kplus.AbstractPod): number {
  return pod.terminationGracePeriod?.toSeconds() ?? DEFAULT_GRACE_PERIOD;
}

function checkJobCompletes(pod: kplus.AbstractPod, name: string): void {
  if (pod.kind === 'Job' || pod.kind === 'CronJob') {
    throw new Error(`classic sidecar '${name}' would keep ${pod.kind} ${at(pod)} from completing: use SidecarMode.NATIVE,`
      + ' which needs Kubernetes 1.29 or later (\'KubernetesVersion.of(...).applyTo(...)\')');
  }
}
