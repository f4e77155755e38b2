import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { configMount } from './config-mount';
import { checkContainer, checkMount, checkVolumeName, isPod, podAround } from './conflicts';
import { ContainerPlan, Place } from './container-plan';
import { decideResources } from './decided-resources';
import type { FileVariable } from './file-variables';
import { overriddenMode, overrideOf, sidecarModeOf } from './overrides';
import { DEFAULT_CONTAINER, PodRecord } from './pod-record';
import { pullPolicyOf } from './pull-policy';
import { delayStop } from './stop-delay';
import { checkVariables, provideVariables } from './variables';
import { writableMounts } from './writable-paths';
import { annotationOf, commandOf, ContainerLists, inGibibytes, listsOf, setDefaultGroup, setDefaultSysctl, variableAsWritten } from '../objects/reaches';
import { checkPlainText, checkWords } from '../plain-text/checks';
import { SecurityBaseline } from '../settings/security-baseline';
import { SidecarMode } from '../settings/sidecar-mode';
import { at, normalizePath } from '../values/errors';
import { extend } from '../values/extend';

/**
 * The only place that changes a pod. Whatever goes into one is checked here against what is in it.
 */

/** The workload that a construct belongs to. */
export function podOf(construct: Construct): kplus.AbstractPod {
  const pod = podAround(construct);
  if (!pod) {
    const app = construct.node.scopes.find((scope) => isPod((scope as { workload?: unknown }).workload ?? {}));
    throw new Error(app ? `${at(construct)} is inside ${at(app)}, which is not a workload but has one: pass its 'workload' as the scope`
      : `${at(construct)} is not inside a workload: pass a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob as its scope,`
      + ' or ExistingWorkload.of() an ApiObject');
  }
  return pod;
}

/** Puts a container into the pod of its construct. */
export function addContainer(owner: Construct, wanted: Place, plan: ContainerPlan, mode?: SidecarMode): kplus.Container {
  const pod = podOf(owner);
  const isRegular = wanted === 'sidecar' && sidecarModeOf(owner, mode) === SidecarMode.CLASSIC;
  if (isRegular) {
    checkJobCompletes(pod, plan.name);
  }
  const place = isRegular && SidecarMode._standsAlone(owner, overriddenMode(owner, mode)) && !appOf(pod) ? 'app' : wanted;
  const classic = isRegular && place === 'sidecar';
  const resources = decideResources(owner, plan.name, plan.role, plan.resources);
  const storage = resources.ephemeralStorage;
  const restartPolicy = place === 'sidecar' && !classic ? kplus.ContainerRestartPolicy.ALWAYS : undefined;
  const written = storage ? extend(resources, { ephemeralStorage: inGibibytes(storage) }) : resources;
  const props = toContainerProps(owner, pod, plan, written, restartPolicy);
  checkContainer(pod, { name: plan.name, ports: props.ports!, mounts: props.volumeMounts! }, allContainers(pod), place === 'init');
  const record = PodRecord.of(pod);
  const add = () => place === 'app' || classic ? addBesideApp(pod, props, classic) : pod.addInitContainer(props);
  const container = record.conflicts.whileChecked(add);
  record.containers.push({ container, owner, place, classic, role: plan.role, storage, longestRun: plan.longestRun });
  checkHandlers(owner, container, plan);
  openLowPorts(pod, container);
  delayStop(owner, pod, container, plan.stopDelay, place === 'sidecar' && !plan.beforeApp && (classic || plan.stopDelay !== undefined));
  return container;
}

function addBesideApp(pod: kplus.AbstractPod, props: kplus.ContainerProps, classic: boolean): kplus.Container {
  nameDefaultContainer(pod, appOf(pod)?.name ?? (classic ? undefined : props.name));
  return pod.addContainer(props);
}

/** The container that the pod is there for: the first one that is not a sidecar. */
export function appOf(pod: kplus.AbstractPod): kplus.Container | undefined {
  return PodRecord.of(pod).app;
}

/** With several containers beside each other, `kubectl logs` and `exec` take the app's. */
function nameDefaultContainer(pod: kplus.AbstractPod, name?: string): void {
  if (pod.containers.length > 0 && name && !annotationOf(pod.podMetadata, DEFAULT_CONTAINER)) {
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
  checkVolumeName(pod, container.name, volumeMount.volume);
  shareFiles(pod);
  const path = normalizePath('mount path', volumeMount.path, pod);
  const { volume, readOnly, subPath } = volumeMount;
  PodRecord.of(pod).conflicts.whileChecked(() => container.mount(path, volume, { readOnly, subPath }));
}

/** Gives a container variables of files on volumes; it has none of these names yet. */
export function provideFileVariables(pod: kplus.AbstractPod, container: kplus.Container, variables: FileVariable[]): void {
  provideVariables(container, Object.fromEntries(variables.map(({ key }) => [key, variableAsWritten({ name: key, valueFrom: {} })])));
  PodRecord.of(pod).fileVariables.push(...variables);
}

/** Annotates the pod; annotations that somebody else has set are refused. */
export function annotate(owner: Construct, annotations: { [name: string]: string }, wayOut: string): void {
  const { podMetadata } = podOf(owner);
  for (const [name, value] of Object.entries(annotations)) {
    const found = annotationOf(podMetadata, name);
    if (found !== undefined) {
      throw new Error(`annotation '${name}' that ${at(owner)} sets to '${value}' is '${found}' already: ${wayOut}`);
    }
    podMetadata.addAnnotation(name, value);
  }
}

/** Gives the pod the group through which its containers share files, unless it has one or the cluster assigns it. */
export function shareFiles(pod: kplus.AbstractPod): void {
  const group = SecurityBaseline._sharedGroup(pod);
  if (group !== undefined) {
    setDefaultGroup(pod, group);
  }
}

/** The preferred port, or the next one that no container of the pod has, and that is not among some others. */
export function freePort(pod: kplus.AbstractPod, preferred: number, others: number[] = []): number {
  const isTaken = (port: number) => others.includes(port) || hasPort(pod, ({ number }) => number === port);
  let port = preferred;
  while (isTaken(port)) {
    port++;
  }
  return port;
}

/** The preferred name of a port, with a number where the pod has it already, or it is among some others. */
export function freePortName(pod: kplus.AbstractPod, preferred: string, others: string[] = []): string {
  const isTaken = (name: string) => others.includes(name) || hasPort(pod, (port) => port.name === name);
  let name = preferred;
  for (let number = 2; isTaken(name); number++) {
    name = `${preferred}-${number}`;
  }
  return name;
}

export function allContainers(pod: kplus.AbstractPod): kplus.Container[] {
  return pod.initContainers.concat(pod.containers);
}

function hasPort(pod: kplus.AbstractPod, fits: (port: kplus.ContainerPort) => boolean): boolean {
  const { initContainers, containers } = listsOf(pod);
  const has = ({ _ports }: ContainerLists) => _ports.some(fits);
  return initContainers.some(has) || containers.some(has);
}

function toContainerProps(
  owner: Construct, pod: kplus.AbstractPod, plan: ContainerPlan, resources: kplus.ContainerResources, restartPolicy?: kplus.ContainerRestartPolicy,
): kplus.ContainerProps {
  const image = overrideOf(owner, plan.name).image ?? plan.image;
  if (!image) {
    throw new Error(`image of container '${plan.name}' in ${at(owner)} is empty or missing: set one`);
  }
  checkWords(owner, [...plan.command ?? [], ...plan.args ?? []]);
  return {
    name: plan.name,
    image,
    imagePullPolicy: plan.imagePullPolicy ?? pullPolicyOf(image),
    command: plan.command,
    args: plan.args,
    workingDir: plan.workingDir === undefined ? undefined : normalizePath('workingDir', plan.workingDir, owner),
    envVariables: checkPlainText(owner, checkVariables(owner, plan.env)),
    envFrom: plan.envFrom?.slice(),
    ports: joined(plan.ports),
    volumeMounts: joined(plan.volumeMounts, configMount(owner, pod, plan), writableMounts(owner, plan)),
    readiness: plan.readiness,
    liveness: plan.liveness,
    startup: plan.startup,
    lifecycle: plan.lifecycle,
    resources,
    restartPolicy,
    securityContext: (plan.security ?? SecurityBaseline._for(owner))._toContext(),
  };
}

/**
 * A list of its own. V8 has several kinds of arrays, and that of what `map()` returns changes when it is optimized: all code that reads it would
 * be compiled again, that of cdk8s-plus too.
 */
function joined<T>(...lists: (readonly T[] | undefined)[]): T[] {
  const all: T[] = [];
  lists.forEach((list) => all.push(...list ?? []));
  return all.slice(); // without the room that V8 leaves for more
}

/** Commands that the kubelet runs in the container. */
function checkHandlers(owner: Construct, container: kplus.Container, { readiness, liveness, startup, lifecycle }: ContainerPlan): void {
  const check = (name: string, handler?: kplus.Probe | kplus.Handler) => handler && checkWords(owner, commandOf(handler, container), `the ${name} command`);
  check('readiness', readiness);
  check('liveness', liveness);
  check('startup', startup);
  check('postStart', lifecycle?.postStart);
  check('preStop', lifecycle?.preStop);
}

/** Without root, a port below 1024 needs this sysctl, which restricted Pod Security admits. */
function openLowPorts(pod: kplus.AbstractPod, container: kplus.Container): void {
  if (!pod.hostNetwork && container.ports.some((port) => port.number < 1024) && container.securityContext.user !== 0) {
    setDefaultSysctl(pod, 'net.ipv4.ip_unprivileged_port_start', '0');
  }
}

/** The containers of the pod see each other's processes. */
export function shareProcesses(pod: kplus.AbstractPod): void {
  PodRecord.of(pod).sharesProcesses = true;
}

function checkJobCompletes(pod: kplus.AbstractPod, name: string): void {
  if (pod.kind === 'Job' || pod.kind === 'CronJob') {
    throw new Error(`classic sidecar '${name}' would keep ${pod.kind} ${at(pod)} from completing: use SidecarMode.NATIVE,`
      + ' which needs Kubernetes 1.29 or later (\'KubernetesVersion.of(...).applyTo(...)\')');
  }
}
