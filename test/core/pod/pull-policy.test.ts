import { pullPolicyOf } from '../../../src/core/pod/pull-policy';

const DIGEST = `sha256:${'a'.repeat(64)}`;

// As the API server of Kubernetes 1.34 fills them in.
test.each([
  ['busybox', 'Always'],
  ['busybox:latest', 'Always'],
  ['busybox:1', 'IfNotPresent'],
  [`busybox@${DIGEST}`, 'IfNotPresent'],
  [`busybox:latest@${DIGEST}`, 'Always'],
  [`busybox:1@${DIGEST}`, 'IfNotPresent'],
  ['registry:5000/busybox', 'Always'],
  ['registry:5000/busybox:latest', 'Always'],
  [`registry:5000/busybox@${DIGEST}`, 'IfNotPresent'],
  ['registry:5000/a/b:v1', 'IfNotPresent'],
])('%s is pulled %s', (image, policy) => {
  expect(pullPolicyOf(image)).toBe(policy);
});
