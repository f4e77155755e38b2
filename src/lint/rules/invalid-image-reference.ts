import { faultOfReference, isPlaceholder } from '../knowledge/image-reference';
import { arePatched, replacedImages } from '../knowledge/kustomize';
import { isOfOperator, isPatch, isTriggered } from '../knowledge/workload';
import { Container } from '../model/container';
import { Field, Subject } from '../model/field';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const invalidImageReference: Rule = {
  id: 'invalid-image-reference',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['image'],
  what: 'Finds images whose names are not valid references, such as `nginx :1`, `Nginx:1` and `https://ghcr.io/acme/web`, and a container that has none.',
  why: 'The API server rejects a container without an image, and the kubelet does not start a container whose image it cannot parse: the pod stays in the state '
    + '`InvalidImageName`. A repository is written in lowercase, nothing has a space in it, and a digest has all of its 64 digits. Names for which a tool puts in '
    + 'others, such as `{{ .Values.image }}` and `YOUR_REGISTRY/web`, are not reported.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: https://ghcr.io/acme/web:1.4.2
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
`,

  concerns: ({ pods }) => pods.some((pod) => namesOf(pod).some(isFaulty)),

  checkAmong({ pods }, set, report) {
    const replaced = replacedImages(set);
    const faulty = pods.flatMap((pod) => namesOf(pod).filter((name) => isFaulty(name) && (name.text || !arePatched(set, [pod]))));
    for (const name of faulty.filter(({ text = '' }) => !replaced.has(text.replace(/[:@].*/s, '')))) {
      report({
        at: name,
        message: name.exists ? `image '${JSON.stringify(name.text).slice(1, -1)}' ${faultOfReference(name.text!)}` : `container '${name.parent!.at('name').text}' has no image`,
        help: 'use the form registry/repository:tag, or registry/repository@sha256:digest, in lowercase and without spaces',
      });
    }
  },
};

/** Those that the manifest decides on. */
function namesOf(pod: Pod): Field[] {
  const isComplete = !isPatch(pod) && !isOfOperator(pod.object) && !isManagedByOperator(pod.object);
  const images = pod.containers.filter((container) => container.at('image').ask(isWritten) || (isComplete && mayBeForgotten(container, pod)));
  return [...images.map((container) => container.at('image')), ...pod.volumes.map((volume) => volume.at('image', 'reference')).filter(({ exists }) => exists)];
}

/** Whether an operator makes the object from this manifest. */
function isManagedByOperator({ metadata }: Subject): boolean {
  return /operator$/.test(metadata.at('labels', 'app.kubernetes.io/managed-by').text ?? '');
}

/** Whether nobody else puts its image in. Where all containers have none, the manifest is a part of one, or a test's. */
function mayBeForgotten(container: Container, pod: Pod): boolean {
  const isExpected = container.at('image').exists || pod.containers.some((other) => other.at('image').ask(isWritten));
  return isExpected && !isTriggered(pod, container) && !isPlaceholder(container.name);
}

function isWritten(name: unknown): boolean {
  return typeof name === 'string' && name !== '';
}

function isFaulty(name: Field): boolean {
  return !name.exists || name.ask(isFaultyName);
}

function isFaultyName(name: unknown): boolean {
  return typeof name === 'string' && faultOfReference(name) !== undefined && !isPlaceholder(name);
}
