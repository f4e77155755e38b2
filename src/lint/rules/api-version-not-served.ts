import { KubeObject } from '../model/kube-object';
import { Rule } from '../rule';

/** An API version of a kind, and the minor versions of Kubernetes that serve it. */
interface Served {
  readonly kind: string;
  readonly apiVersion: string;
  readonly from?: number;
  /** The first one that does not. */
  readonly until?: number;
  /** What to write, where the version is gone. */
  readonly instead?: string;
  /** What else differs in the version that replaces it. */
  readonly differences?: string;
  /** Whether nothing of it differs in this object. */
  readonly isSame?: (object: KubeObject) => boolean;
}

const ALWAYS = (): boolean => true;
const IF_SELECTOR = (object: KubeObject): boolean => object.at('spec', 'selector').exists;

const DEFAULTS = 'selector is required there, and defaults differ: set it to the labels of the pod template, and check how pods are replaced';
const BACKENDS = "each path needs a pathType, 'serviceName' and 'servicePort' become 'service.name' and 'service.port', and 'spec.backend' is 'spec.defaultBackend'";
const TARGETS = "'targetAverageUtilization: 70' becomes 'target: {type: Utilization, averageUtilization: 70}'";

/** https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
const SERVED: readonly Served[] = [
  ...['Deployment', 'DaemonSet', 'ReplicaSet'].map((kind) => ({ kind, apiVersion: 'extensions/v1beta1', until: 16, instead: 'apps/v1', differences: DEFAULTS })),
  ...['Deployment', 'StatefulSet'].map((kind) => ({ kind, apiVersion: 'apps/v1beta1', until: 16, instead: 'apps/v1', differences: DEFAULTS })),
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => (
    { kind, apiVersion: 'apps/v1beta2', until: 16, instead: 'apps/v1', isSame: IF_SELECTOR })),
  { kind: 'CronJob', apiVersion: 'batch/v2alpha1', until: 21, instead: 'batch/v1', isSame: ALWAYS },
  { kind: 'CronJob', apiVersion: 'batch/v1beta1', until: 25, instead: 'batch/v1', isSame: ALWAYS },
  { kind: 'CronJob', apiVersion: 'batch/v1', from: 21 },
  { kind: 'HorizontalPodAutoscaler', apiVersion: 'autoscaling/v2beta1', until: 25, instead: 'autoscaling/v2', differences: TARGETS },
  { kind: 'HorizontalPodAutoscaler', apiVersion: 'autoscaling/v2beta2', until: 26, instead: 'autoscaling/v2', isSame: ALWAYS },
  { kind: 'HorizontalPodAutoscaler', apiVersion: 'autoscaling/v2', from: 23 },
  {
    kind: 'PodDisruptionBudget',
    apiVersion: 'policy/v1beta1',
    until: 25,
    instead: 'policy/v1',
    differences: 'an empty selector selects all pods of the namespace there, and none before',
    isSame: (budget) => budget.at('spec', 'selector').fields.length > 0,
  },
  { kind: 'PodDisruptionBudget', apiVersion: 'policy/v1', from: 21 },
  { kind: 'PodSecurityPolicy', apiVersion: 'policy/v1beta1', until: 25 },
  ...['extensions/v1beta1', 'networking.k8s.io/v1beta1'].map((apiVersion) => (
    { kind: 'Ingress', apiVersion, until: 22, instead: 'networking.k8s.io/v1', differences: BACKENDS })),
  { kind: 'Ingress', apiVersion: 'networking.k8s.io/v1', from: 19 },
  { kind: 'NetworkPolicy', apiVersion: 'extensions/v1beta1', until: 16, instead: 'networking.k8s.io/v1', isSame: ALWAYS },
];

export const apiVersionNotServed: Rule = {
  id: 'api-version-not-served',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: [...new Set(SERVED.map(({ apiVersion }) => apiVersion))],
  what: 'Finds workloads, CronJobs, autoscalers, budgets, Ingresses and network policies in an API version that the Kubernetes version does not serve, because it was removed or is not there yet.',
  why: 'The API server does not know the object: `no matches for kind "CronJob" in version "batch/v1beta1"`. Nothing of it is created or changed. '
    + 'Objects that are in the cluster already can be read and changed in the newer version.',
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  fix: 'safe',
  example: `
apiVersion: batch/v1beta1
kind: CronJob
metadata:
  name: report
spec:
  schedule: 0 3 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: ghcr.io/acme/report:2.0.0
`,
  instead: `
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: 0 3 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: ghcr.io/acme/report:2.0.0
`,

  checkObject(object, report, { minor }) {
    const apiVersion = object.at('apiVersion');
    const served = SERVED.find((one) => one.kind === object.kind && one.apiVersion === apiVersion.text);
    const { from = 0, until = Infinity } = served ?? {};
    if (object.origin.isPatch || !served || (from <= minor && minor < until)) {
      return;
    }
    const { kind, instead, isSame } = served;
    report({
      at: apiVersion,
      message: `${kind} of ${apiVersion.text} is served ${minor < from ? `from Kubernetes 1.${from} on` : `up to Kubernetes 1.${until - 1}`} only`,
      help: minor < from ? `use ${olderThan(served)}, or aim at Kubernetes 1.${from} or later` : replacement(served, object),
      fix: instead !== undefined && isSame?.(object) ? [{ set: apiVersion, to: instead }] : undefined,
    });
  },
};

function replacement({ instead, differences, isSame }: Served, object: KubeObject): string {
  if (instead === undefined) {
    return 'remove it: Pod Security admission, by labels of the namespace, takes its place';
  }
  return `write 'apiVersion: ${instead}'${differences === undefined || isSame?.(object) ? '' : `; ${differences}`}`;
}

/** The newest version of the kind that came before it. */
function olderThan({ kind }: Served): string {
  return SERVED.filter((one) => one.kind === kind && one.until !== undefined).at(-1)!.apiVersion;
}
