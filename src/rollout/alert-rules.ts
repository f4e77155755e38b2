import { RolledWorkload } from './rolled-workload';
import { fittingDeadline, initLimit, InitTimeouts, startParts, sumOf } from './start-time';
import { PodContainerRole } from '../core/spec/pod-container-role';

/** What a rule is made of, before labels and the runbook are added. */
export interface RolloutRule {
  readonly alert: string;
  readonly expr: string;
  /** Seconds. */
  readonly holdsFor: number;
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
}

/** Time in which restarts are counted. */
const RESTARTS = '15m';
const OFTEN = 2;
const LEAST = 120;
const NEARLY_FULL = 80;

/**
 * What goes wrong in rollouts, by the metrics of kube-state-metrics; volumes by those of the kubelet and of k8s-ephemeral-storage-metrics.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics/workload
 * @see https://github.com/jmcgrath207/k8s-ephemeral-storage-metrics
 */
export function rolloutRules(workload: RolledWorkload, timeouts: InitTimeouts): RolloutRule[] {
  const { inits, sidecars } = workload;
  const pods = podMatchers(workload);
  const native = sidecars.filter(({ role }) => role === PodContainerRole.SIDECAR).map(({ name }) => name);
  const classic = sidecars.filter(({ role }) => role === PodContainerRole.CONTAINER).map(({ name }) => name);
  const restarts = (metric: string, names: string[]) => (
    names.length === 0 ? [] : [`changes(${series(metric, [...pods, oneOf('container', names)])}[${RESTARTS}]) >= ${OFTEN}`]);
  const restarting = [...restarts(INIT_RESTARTS, native), ...restarts(RESTARTS_TOTAL, classic)];
  const failing = restarts(INIT_RESTARTS, inits.map(({ name }) => name));
  return [
    stuck(workload, fittingDeadline(workload, timeouts)),
    {
      alert: 'PodPartiallyReady',
      expr: `${series('kube_pod_status_ready', [...pods, is('condition', 'false')])} == 1 and on (namespace, pod) (`
        + [
          `${series('kube_pod_container_status_ready', pods)} == 1`,
          ...native.length > 0 ? [`${series('kube_pod_init_container_status_ready', [...pods, oneOf('container', native)])} == 1`] : [],
        ].join(' or ') + ')',
      holdsFor: Math.max(LEAST, sumOf(startParts(workload, timeouts))),
      severity: 'warning',
      summary: 'Pod {{ $labels.pod }} is not ready although some of its containers are',
    },
    ...restarting.length === 0 ? [] : [{
      alert: 'SidecarRestarting',
      expr: restarting.join(' or '),
      holdsFor: 0,
      severity: 'warning' as const,
      summary: 'Sidecar {{ $labels.container }} of pod {{ $labels.pod }} restarts again and again',
    }],
    ...failing.map((expr): RolloutRule => ({
      alert: 'InitContainerFailing',
      expr,
      holdsFor: 0,
      severity: 'warning',
      summary: 'Init container {{ $labels.container }} of pod {{ $labels.pod }} fails again and again',
    })),
    ...inits.map(({ name }): RolloutRule => ({
      alert: 'InitContainerSlow',
      expr: `${series('kube_pod_init_container_status_running', [...pods, is('container', name)])} == 1`,
      holdsFor: initLimit(name, timeouts),
      severity: 'warning',
      summary: `Init container {{ $labels.container }} of pod {{ $labels.pod }} has been running for more than ${initLimit(name, timeouts)} s`,
    })),
    {
      alert: 'ContainerOutOfMemory',
      expr: ['container', 'init_container'].map((list) => (
        `(${series(`kube_pod_${list}_status_last_terminated_reason`, [...pods, is('reason', 'OOMKilled')])} == 1 and on (namespace, pod, container)`
        + ` changes(${series(`kube_pod_${list}_status_restarts_total`, pods)}[${RESTARTS}]) > 0)`)).join(' or '),
      holdsFor: 0,
      severity: 'warning',
      summary: 'Container {{ $labels.container }} of pod {{ $labels.pod }} was killed because it used more memory than its limit',
    },
    ...fullVolumes(workload),
  ];
}

const RESTARTS_TOTAL = 'kube_pod_container_status_restarts_total';
const INIT_RESTARTS = 'kube_pod_init_container_status_restarts_total';

/** A Deployment says itself that it has given up; of a StatefulSet that is seen from outside. */
function stuck({ kind, name, namespace }: RolledWorkload, deadline: number): RolloutRule {
  const matchers = [...inNamespace(namespace), is(kind.toLowerCase(), name)];
  const replicas = series('kube_statefulset_replicas', matchers);
  const updated = series('kube_statefulset_status_replicas_updated', matchers);
  return {
    alert: 'RolloutStuck',
    severity: 'critical',
    summary: `The rollout of ${kind} ${name} makes no progress; pods of the version before serve on`,
    ...kind === 'Deployment' ? {
      expr: `${series('kube_deployment_status_condition', [...matchers, is('condition', 'Progressing'), is('status', 'false')])} == 1`,
      holdsFor: 0,
    } : {
      expr: `(${replicas} != ${updated} or ${replicas} != ${series('kube_statefulset_status_replicas_ready', matchers)})`
        + ` and changes(${updated}[${deadline}s]) == 0`,
      holdsFor: deadline,
    },
  };
}

/** emptyDirs with a limit, beyond which the pod is evicted, and claims. */
function fullVolumes(workload: RolledWorkload): RolloutRule[] {
  const { pod: { volumes = [] }, spec: { volumeClaimTemplates = [] }, name, namespace } = workload;
  const emptyDirs = volumes.filter(({ emptyDir }: any) => emptyDir?.sizeLimit && emptyDir.medium !== 'Memory').map((one: any) => one.name);
  const claims = [
    ...volumes.flatMap(({ persistentVolumeClaim: claim }: any) => (claim ? [regExp(claim.claimName)] : [])),
    ...volumeClaimTemplates.map(({ metadata }: any) => `${regExp(`${metadata.name}-${name}`)}-[0-9]+`),
  ];
  const rule = { alert: 'VolumeNearlyFull', holdsFor: 0, severity: 'warning' as const };
  const claimed = [...inNamespace(namespace), matches('persistentvolumeclaim', claims.join('|'))];
  return [
    ...emptyDirs.length === 0 ? [] : [{
      ...rule,
      expr: `${series('ephemeral_storage_container_volume_limit_percentage', [
        ...namespace ? [is('pod_namespace', namespace)] : [], matches('pod_name', podNames(workload)), oneOf('volume_name', emptyDirs),
      ])} > ${NEARLY_FULL}`,
      summary: 'Volume {{ $labels.volume_name }} of pod {{ $labels.pod_name }} is nearly full; the pod is evicted when it is',
    }],
    ...claims.length === 0 ? [] : [{
      ...rule,
      expr: `100 * ${series('kubelet_volume_stats_used_bytes', claimed)} / ${series('kubelet_volume_stats_capacity_bytes', claimed)} > ${NEARLY_FULL}`,
      summary: 'Volume of claim {{ $labels.persistentvolumeclaim }} is nearly full',
    }],
  ];
}

function podMatchers(workload: RolledWorkload): string[] {
  return [...inNamespace(workload.namespace), matches('pod', podNames(workload))];
}

/** What Kubernetes makes random names of, without vowels, so that hardly a word is among them. */
const RANDOM = '[b-df-hj-np-tv-z2-9]';
const LONGEST_PREFIX = 58;

/** The names of a workload's pods; those of a workload whose name only begins alike do not fit. */
export function podNames({ kind, name }: Pick<RolledWorkload, 'kind' | 'name'>): string {
  if (kind === 'StatefulSet') {
    return `${regExp(name)}-[0-9]+`;
  }
  return name.length + '-0123456789-'.length <= LONGEST_PREFIX
    ? `${regExp(name)}-${RANDOM}{1,10}-${RANDOM}{5}`
    : `${regExp(`${name}-`.slice(0, LONGEST_PREFIX))}[-a-z0-9]*`; // Kubernetes cuts the name off
}

/** Names have letters, digits, '-' and '.'. */
function regExp(name: string): string {
  return name.replace(/\./g, '\\.');
}

function series(metric: string, matchers: string[]): string {
  return matchers.length === 0 ? metric : `${metric}{${matchers.join(', ')}}`;
}

function inNamespace(namespace?: string): string[] {
  return namespace ? [is('namespace', namespace)] : [];
}

function is(label: string, value: string): string {
  return `${label}=${JSON.stringify(value)}`;
}

function matches(label: string, pattern: string): string {
  return `${label}=~${JSON.stringify(pattern)}`;
}

function oneOf(label: string, names: string[]): string {
  return names.length === 1 ? is(label, names[0]) : matches(label, names.map(regExp).join('|'));
}
