import { Rule } from './rule';

// Rules that are about more than objects: their texts are here, and their checks in suppressions.ts and in the command.

const SOURCE = 'https://github.com/cdk8s-pod-patterns/cdk8s-pod-patterns/blob/main/docs/lint.md';

const pod = (annotation: string): string => `
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    ${annotation}
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`;

export const unusedSuppression: Rule = {
  id: 'unused-suppression',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds suppressions that suppress nothing, or that name a rule that does not exist.',
  why: 'A suppression that has outlived its finding hides the next one of its kind, and one with a typing error never did anything.',
  source: SOURCE,
  example: pod('pod-lint/duplicate-container-name: The admission webhook renames one of them.'),
  instead: pod('team: shop'),
  fix: 'safe',
};

export const suppressionWithoutReason: Rule = {
  id: 'suppression-without-reason',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds suppressions without a reason. They suppress nothing.',
  why: 'Whoever reads the manifest next cannot tell whether the finding is accepted, and for how long.',
  source: SOURCE,
  example: pod('pod-lint/duplicate-container-name: ""'),
  instead: pod('team: shop'),
};

export const duplicateKey: Rule = {
  id: 'duplicate-key',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds fields that an object has twice, in YAML or JSON.',
  why: 'The API server refuses such a manifest, and Helm takes the last value: the other one does nothing, and whoever reads it believes it.',
  source: 'https://yaml.org/spec/1.2.2/#3213-node-comparison',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      env:
        - name: MODE
          value: fast
      env:
        - name: LEVEL
          value: info
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      env:
        - name: MODE
          value: fast
        - name: LEVEL
          value: info
`,
};

export const OTHER_RULES: readonly Rule[] = [duplicateKey, suppressionWithoutReason, unusedSuppression];
