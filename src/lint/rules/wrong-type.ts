import { Mismatch, mismatches, POD_METADATA, POD_SPEC, shapeOfObject } from '../knowledge/field-types';
import { Field } from '../model/field';
import { Edit, Report, Rule } from '../rule';

export const wrongType: Rule = {
  id: 'wrong-type',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds fields with a value of the wrong type: numbers and booleans where text is needed, text where a number is needed, and an object in place of a list.',
  why: 'The API server does not convert values, and rejects the object: `cannot unmarshal number into Go struct field EnvVar.value of type string`. In YAML, '
    + '`8080`, `1.20`, `yes` and `on` are only text in quotes. The fix puts a value in quotes exactly as the file has it, so that `1e3` becomes `"1e3"`, or removes the quotes '
    + 'around a number, `true` or `false`. It does not change a value that has a tag or that aliases share, a list or an object in the wrong place, or text that is not a number.',
  source: 'https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation',
  fix: 'safe',
  example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: '3'
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
      annotations:
        prometheus.io/scrape: true
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          env:
            - name: PORT
              value: 8080
`,
  instead: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
      annotations:
        prometheus.io/scrape: 'true'
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          env:
            - name: PORT
              value: '8080'
`,

  checkPod(pod, report) {
    if (!pod.object.origin.isPatch) {
      [...mismatches(pod.spec, POD_SPEC), ...pod.template.path.length > 0 ? mismatches(pod.metadata, POD_METADATA) : []].forEach(reportTo(report));
    }
  },

  checkObject(object, report) {
    if (!object.origin.isPatch && object.group !== OF_CALICOCTL) {
      mismatches(object.root, shapeOfObject(object)).forEach(reportTo(report));
    }
  },
};

/** `calicoctl` reads these, and takes `true` for a text where one is due. */
const OF_CALICOCTL = 'projectcalico.org';

/** What a message shows of a text. */
const LONGEST = 40;

/** `image: [IMAGE_URL]` and `replicas: NUM_PODS`, as guides write what a reader has to put in. */
function isToFillIn({ items, value, text }: Field): boolean {
  return (Array.isArray(value) && items.length === 1 ? [items[0].text] : [text]).some((one) => /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(one ?? ''));
}

function reportTo(report: Report): (mismatch: Mismatch) => void {
  return ({ field, expected }) => {
    const fix = fixOf(field, expected);
    return isToFillIn(field) ? undefined : report({
      at: field,
      message: `${nameOf(field)} is ${described(field.value)}, and must be ${expected}`,
      help: !fix ? `write ${expected}` : 'quote' in fix ? 'put it in quotes' : 'write it without quotes',
      fix: fix && [fix],
    });
  };
}

function nameOf({ key, parent }: Field): string {
  return typeof key === 'number' ? `element ${key + 1} of ${parent!.key}` : String(key);
}

function described(value: unknown): string {
  switch (typeof value) {
    case 'string': return `the text '${value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value}'`;
    case 'undefined': return 'empty';
    case 'object': return value === null ? 'empty' : Array.isArray(value) ? 'a list' : 'an object';
    default: return `the ${typeof value} ${String(value)}`;
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

/** Text in quotes has one meaning, and of a value without quotes the text that stands in the file is meant: `010`, `1.0`, `yes`. */
function fixOf(field: Field, expected: string): Edit | undefined {
  if (expected === 'text' && isPlain(field.value)) {
    return { quote: field };
  }
  const to = meant(field.value);
  const fits = expected === 'true or false' ? typeof to === 'boolean' : expected.startsWith('a whole number') && typeof to === 'number';
  return fits ? { set: field, to } : undefined;
}

function meant(value: unknown): number | boolean | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  return /^(0|-?[1-9]\d{0,8})$/.test(value) ? Number(value) : value === 'true' || value === 'false' ? value === 'true' : undefined;
}
