import { Field, isMapping } from '../model/field';

/** What a field must be: of one kind, a list of one shape, or an object; `*` stands for all fields that an object has. */
export type Shape = 'text' | 'whole' | 'flag' | 'whole or text' | readonly [Shape] | { readonly [field: string]: Shape };

const TEXTS: Shape = { '*': 'text' };

const METADATA: Shape = { name: 'text', namespace: 'text', labels: TEXTS, annotations: TEXTS };

const SELECTOR: Shape = { matchLabels: TEXTS, matchExpressions: [{ key: 'text', operator: 'text', values: ['text'] }] };

const KEY: Shape = { name: 'text', key: 'text', optional: 'flag' };

const HANDLER: Shape = {
  exec: { command: ['text'] },
  httpGet: { host: 'text', path: 'text', port: 'whole or text', scheme: 'text', httpHeaders: [{ name: 'text', value: 'text' }] },
  tcpSocket: { host: 'text', port: 'whole or text' },
  sleep: { seconds: 'whole' },
};

const PROBE: Shape = {
  ...HANDLER,
  grpc: { port: 'whole', service: 'text' },
  initialDelaySeconds: 'whole',
  periodSeconds: 'whole',
  timeoutSeconds: 'whole',
  failureThreshold: 'whole',
  successThreshold: 'whole',
  terminationGracePeriodSeconds: 'whole',
};

const CONTAINER: Shape = {
  name: 'text',
  image: 'text',
  imagePullPolicy: 'text',
  restartPolicy: 'text',
  workingDir: 'text',
  command: ['text'],
  args: ['text'],
  env: [{ name: 'text', value: 'text', valueFrom: { configMapKeyRef: KEY, secretKeyRef: KEY, fieldRef: { fieldPath: 'text' } } }],
  envFrom: [{ prefix: 'text', configMapRef: KEY, secretRef: KEY }],
  ports: [{ name: 'text', containerPort: 'whole', hostPort: 'whole', protocol: 'text' }],
  volumeMounts: [{ name: 'text', mountPath: 'text', subPath: 'text', readOnly: 'flag' }],
  resources: { requests: {}, limits: {} },
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: PROBE,
  lifecycle: { postStart: HANDLER, preStop: HANDLER },
  securityContext: {
    runAsUser: 'whole',
    runAsGroup: 'whole',
    runAsNonRoot: 'flag',
    privileged: 'flag',
    readOnlyRootFilesystem: 'flag',
    allowPrivilegeEscalation: 'flag',
    capabilities: { add: ['text'], drop: ['text'] },
  },
  stdin: 'flag',
  tty: 'flag',
};

const ITEMS: Shape = [{ key: 'text', path: 'text', mode: 'whole' }];

export const POD_SPEC: Shape = {
  containers: [CONTAINER],
  initContainers: [CONTAINER],
  volumes: [{
    name: 'text',
    emptyDir: { medium: 'text' },
    hostPath: { path: 'text', type: 'text' },
    configMap: { name: 'text', defaultMode: 'whole', optional: 'flag', items: ITEMS },
    secret: { secretName: 'text', defaultMode: 'whole', optional: 'flag', items: ITEMS },
    persistentVolumeClaim: { claimName: 'text', readOnly: 'flag' },
  }],
  restartPolicy: 'text',
  serviceAccountName: 'text',
  automountServiceAccountToken: 'flag',
  terminationGracePeriodSeconds: 'whole',
  activeDeadlineSeconds: 'whole',
  hostNetwork: 'flag',
  hostPID: 'flag',
  shareProcessNamespace: 'flag',
  nodeSelector: TEXTS,
  imagePullSecrets: [{ name: 'text' }],
  securityContext: { runAsUser: 'whole', runAsGroup: 'whole', runAsNonRoot: 'flag', fsGroup: 'whole' },
};

const ROLLED_OUT: Shape = {
  replicas: 'whole',
  selector: SELECTOR,
  minReadySeconds: 'whole',
  progressDeadlineSeconds: 'whole',
  revisionHistoryLimit: 'whole',
  paused: 'flag',
  strategy: { type: 'text', rollingUpdate: { maxSurge: 'whole or text', maxUnavailable: 'whole or text' } },
};

const JOB: Shape = {
  parallelism: 'whole',
  completions: 'whole',
  backoffLimit: 'whole',
  activeDeadlineSeconds: 'whole',
  ttlSecondsAfterFinished: 'whole',
  suspend: 'flag',
};

/** By group and kind; what is left out may be anything. */
const KINDS: { readonly [groupAndKind: string]: object } = {
  'apps/Deployment': { spec: ROLLED_OUT },
  'apps/StatefulSet': { spec: { ...ROLLED_OUT, serviceName: 'text' } },
  'apps/DaemonSet': { spec: ROLLED_OUT },
  'apps/ReplicaSet': { spec: ROLLED_OUT },
  'batch/Job': { spec: JOB },
  'batch/CronJob': { spec: { schedule: 'text', suspend: 'flag', concurrencyPolicy: 'text', startingDeadlineSeconds: 'whole', jobTemplate: { spec: JOB } } },
  '/Service': {
    spec: {
      selector: TEXTS,
      clusterIP: 'text',
      ports: [{ name: 'text', port: 'whole', targetPort: 'whole or text', nodePort: 'whole', protocol: 'text' }],
    },
  },
  '/ConfigMap': { data: TEXTS, binaryData: TEXTS, immutable: 'flag' },
  '/Secret': { data: TEXTS, stringData: TEXTS, immutable: 'flag' },
  'autoscaling/HorizontalPodAutoscaler': {
    spec: { minReplicas: 'whole', maxReplicas: 'whole', scaleTargetRef: { kind: 'text', name: 'text' } },
  },
  'policy/PodDisruptionBudget': { spec: { minAvailable: 'whole or text', maxUnavailable: 'whole or text', selector: SELECTOR } },
};

const ANY_OBJECT: Shape = { metadata: METADATA };
const OBJECTS = Object.fromEntries(Object.entries(KINDS).map(([id, shape]): [string, Shape] => [id, { ...ANY_OBJECT, ...shape }]));

export function shapeOfObject({ group, kind }: { readonly group: string; readonly kind: string }): Shape {
  const id = `${group}/${kind}`;
  return Object.hasOwn(OBJECTS, id) ? OBJECTS[id] : ANY_OBJECT;
}

export const POD_METADATA = METADATA;

export interface Mismatch {
  readonly field: Field;
  /** For people: `a whole number`. */
  readonly expected: string;
}

/** The fields that have another type than they must have. */
export function mismatches(field: Field, shape: Shape): Mismatch[] {
  return conforms(field.structure, shape) ? [] : mismatchesIn(field, shape);
}

/** Whether all that is there has the type that it must have: nearly always it has. */
function conforms(value: unknown, shape: Shape): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  if (typeof shape === 'string') {
    return hasType(value, shape);
  }
  if (Array.isArray(shape)) {
    const [expected] = shape as readonly [Shape];
    return Array.isArray(value) && value.every((element) => element === null || element === undefined ? typeof expected === 'string' : conforms(element, expected));
  }
  if (!isMapping(value)) {
    return false;
  }
  const shapes = shape as { readonly [name: string]: Shape };
  const all = Object.hasOwn(shapes, '*') ? shapes['*'] : undefined;
  for (const key of Object.keys(value)) {
    const expected = all ?? (Object.hasOwn(shapes, key) ? shapes[key] : undefined);
    if (expected !== undefined && !conforms(value[key], expected)) {
      return false;
    }
  }
  return true;
}

function mismatchesIn(field: Field, shape: Shape): Mismatch[] {
  if (!field.exists && (typeof field.key !== 'number' || typeof shape === 'string')) {
    return []; // null is nothing, in a list of objects alone it is not taken
  }
  if (typeof shape === 'string') {
    return hasType(field.structure, shape) ? [] : [{ field, expected: NAMES[shape] }];
  }
  if (Array.isArray(shape)) {
    const [element] = shape as readonly [Shape];
    return field.type === 'list' ? field.items.flatMap((item) => mismatchesIn(item, element)) : [{ field, expected: 'a list' }];
  }
  if (field.type !== 'mapping') {
    return [{ field, expected: 'an object' }];
  }
  const shapes = shape as { readonly [name: string]: Shape };
  const all = Object.hasOwn(shapes, '*') ? shapes['*'] : undefined;
  return field.fields.flatMap((own) => {
    const expected = all ?? (Object.hasOwn(shapes, own.key!) ? shapes[own.key!] : undefined);
    return expected === undefined ? [] : mismatchesIn(own, expected);
  });
}

const NAMES = { 'text': 'text', 'whole': 'a whole number', 'flag': 'true or false', 'whole or text': 'a whole number or text' };

function hasType(value: unknown, expected: keyof typeof NAMES): boolean {
  switch (expected) {
    case 'text': return typeof value === 'string';
    case 'flag': return typeof value === 'boolean';
    case 'whole': return Number.isInteger(value);
    case 'whole or text': return typeof value === 'string' || Number.isInteger(value);
  }
}
