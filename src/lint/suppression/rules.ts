import { Rule } from '../rule';

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

/** Suppressions are looked at after all rules have been asked: these rules have their texts here, and their checks in `suppressions.ts`. */
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

export const SUPPRESSION_RULES: readonly Rule[] = [suppressionWithoutReason, unusedSuppression];
