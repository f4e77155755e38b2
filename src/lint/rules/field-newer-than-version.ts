import { Container } from '../model/container';
import { Field } from '../model/field';
import { KubeObject } from '../model/kube-object';
import { Pod } from '../model/pod';
import { Report, Rule } from '../rule';

/** Something that a version of Kubernetes has by default, and earlier ones do not. */
interface Feature {
  /** The first minor version that has it. */
  readonly from: number;
  readonly what: string;
  /** What an earlier API server does with the object. */
  readonly before: 'rejects the object' | 'drops the field' | 'drops the field or rejects the object';
  /** How to do without it. */
  readonly without: string;
}

interface FeatureOf<T> extends Feature {
  /** The fields that use it. */
  used(holder: T): readonly Field[];
}

export const fieldNewerThanVersion: Rule = {
  id: 'field-newer-than-version',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds fields of pods, autoscalers and budgets that the Kubernetes version does not have by default: image volumes, `sleep` hooks, resources of whole pods and others.',
  why: 'The API server drops a field that it does not have, so the manifest does not do what it says, or it rejects the object without it. '
    + 'If your cluster has the feature gate switched on, suppress the finding with that reason.',
  source: 'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/',
  exampleMinor: 33,
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      volumeMounts:
        - name: pages
          mountPath: /pages
  volumes:
    - name: pages
      image:
        reference: ghcr.io/acme/pages:1.4.2
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: pages
      image: ghcr.io/acme/pages:1.4.2
      command: [cp, -R, /pages/., /copied]
      volumeMounts:
        - name: pages
          mountPath: /copied
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      volumeMounts:
        - name: pages
          mountPath: /pages
          readOnly: true
  volumes:
    - name: pages
      emptyDir:
        sizeLimit: 100Mi
`,

  checkPod(pod, report, { minor }) {
    tell(OF_PODS, pod, minor, report);
    pod.containers.forEach((container) => tell(OF_CONTAINERS, container, minor, report));
  },

  checkObject(object, report, { minor }) {
    tell(Object.hasOwn(OF_KINDS, object.kind) ? OF_KINDS[object.kind] : [], object, minor, report);
  },
};

function tell<T>(features: readonly FeatureOf<T>[], holder: T, minor: number, report: Report): void {
  for (const { from, what, before, without, used } of features) {
    for (const field of minor < from ? used(holder).filter(({ exists }) => exists) : []) {
      report({
        at: field,
        message: `${what} is there from Kubernetes 1.${from} on: an earlier API server ${before}`,
        help: `${without}, or aim at Kubernetes 1.${from} or later`,
      });
    }
  }
}

/** By kind. */
const OF_KINDS: { readonly [kind: string]: readonly FeatureOf<KubeObject>[] } = {
  HorizontalPodAutoscaler: [{
    from: 27,
    what: 'a metric of one container',
    before: 'rejects the object',
    without: "use type 'Resource', which looks at the whole pod",
    used: ({ root }) => root.at('spec', 'metrics').items.map((metric) => metric.at('containerResource')),
  }],
  PodDisruptionBudget: [{
    from: 27,
    what: 'unhealthyPodEvictionPolicy',
    before: 'drops the field',
    without: 'remove it',
    used: ({ root }) => [root.at('spec', 'unhealthyPodEvictionPolicy')],
  }],
};

const OF_PODS: readonly FeatureOf<Pod>[] = [
  {
    from: 35,
    what: 'a volume from an image',
    before: 'rejects the object',
    without: 'copy the files to an emptyDir in an init container',
    used: ({ volumes }) => volumes.map((volume) => volume.at('image')),
  },
  {
    from: 34,
    what: 'a request or limit of a whole pod',
    before: 'drops the field',
    without: 'set requests and limits of each container',
    used: ({ spec }) => [spec.at('resources')],
  },
  {
    from: 33,
    what: 'a user namespace of its own',
    before: 'drops the field',
    without: 'remove hostUsers',
    used: ({ spec }) => [spec.at('hostUsers')].filter(({ flag }) => flag === false),
  },
  {
    from: 33,
    what: 'supplementalGroupsPolicy',
    before: 'drops the field',
    without: 'remove it',
    used: ({ spec }) => [spec.at('securityContext', 'supplementalGroupsPolicy')],
  },
];

const OF_CONTAINERS: readonly FeatureOf<Container>[] = [
  {
    from: 37,
    what: 'stopSignal',
    before: 'drops the field',
    without: 'send the signal in a preStop hook',
    used: (container) => [container.at('lifecycle', 'stopSignal')],
  },
  {
    from: 35,
    what: 'a variable from a file',
    before: 'rejects the object',
    without: 'let the program read the file',
    used: ({ env }) => env.map((variable) => variable.at('valueFrom', 'fileKeyRef')),
  },
  {
    from: 35,
    what: 'restartPolicyRules',
    before: 'drops the field',
    without: 'remove it',
    used: (container) => [container.at('restartPolicyRules')],
  },
  {
    from: 35,
    what: 'the restartPolicy of a single container',
    before: 'drops the field or rejects the object',
    without: 'remove it',
    // that of sidecars has a rule of its own, and so has one without effect
    used: (container) => [container.at('restartPolicy')].filter(({ text = '' }) => ['Never', 'OnFailure'].includes(text)),
  },
  {
    from: 33,
    what: 'resizePolicy',
    before: 'drops the field',
    without: 'remove it',
    used: (container) => [container.at('resizePolicy')],
  },
  {
    from: 33,
    what: 'a sleep of 0 seconds',
    before: 'rejects the object',
    without: 'remove the hook',
    used: (container) => sleepsOf(container).map((sleep) => sleep.at('seconds')).filter(({ number }) => number === 0),
  },
  {
    from: 31,
    what: 'recursiveReadOnly',
    before: 'drops the field',
    without: 'remove it',
    used: ({ volumeMounts }) => volumeMounts.map((mount) => mount.at('recursiveReadOnly')),
  },
  {
    from: 30,
    what: "the action 'sleep' of a hook",
    before: 'rejects the object',
    without: "run 'sleep' by exec",
    used: sleepsOf,
  },
];

function sleepsOf(container: Container): Field[] {
  return ['postStart', 'preStop'].map((hook) => container.at('lifecycle', hook, 'sleep'));
}
