import { Image, imageNamed, imageOf, OFFICIAL_IMAGES } from '../knowledge/image';
import { faultOfReference } from '../knowledge/image-reference';
import { replacedImages } from '../knowledge/kustomize';
import { isPatch, isTriggered } from '../knowledge/workload';
import { Container } from '../model/container';
import { Rule } from '../rule';

export const imageWithoutVersion: Rule = {
  id: 'image-without-version',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds images without a tag, or with the tag `latest`.',
  why: 'A pod that is rescheduled gets whatever image `latest` names by then, so the replicas of one Deployment can run different programs, and a '
    + 'rollback to the previous version is not possible. In `localhost:5000/web` the 5000 is a port and not a tag. Names without a registry '
    + 'that are not official images of Docker Hub, such as `frontend`, are reported with the tag `latest` only, because Skaffold or kustomize replace them.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: registry.acme.example:5000/web
      resources: {limits: {memory: 64Mi}}
    - name: logs
      image: ghcr.io/acme/shipper:latest
      resources: {limits: {memory: 64Mi}}
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: registry.acme.example:5000/web:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  concerns: ({ pods }) => pods.some((pod) => !isPatch(pod) && pod.containers.some(isFloating)),

  checkAmong({ pods }, set, report) {
    const replaced = replacedImages(set);
    const floating = pods.filter((pod) => !isPatch(pod)).flatMap((pod) => pod.containers.filter((one) => isFloating(one) && !isTriggered(pod, one)));
    for (const container of floating) {
      const text = container.at('image').text!;
      if (!replaced.has(text.trim().replace(/:latest$/, ''))) {
        report({
          at: container.at('image'),
          message: `image '${text}' of container '${container.name}' has ${imageOf(container)!.tag === undefined ? 'no tag' : "the tag 'latest'"}`,
          help: 'name a version, or a digest',
        });
      }
    }
  },
};

function isFloating(container: Container): boolean {
  return container.at('image').ask(isFloatingName);
}

function isFloatingName(name: unknown): boolean {
  const text = typeof name === 'string' ? name : '';
  const image = imageNamed(text);
  const isVersioned = image?.digest !== undefined || (image?.tag !== undefined && image.tag !== 'latest');
  return image !== undefined && !isVersioned && faultOfReference(text.trim()) === undefined && !isPutInLater(image, text);
}

/** Whether a tool replaces it: Skaffold or kustomize, which replace names that no registry has, such as the `controller:latest` of operators. */
function isPutInLater({ repository, tag }: Image, text: string): boolean {
  const isLocal = !text.includes('/') && !OFFICIAL_IMAGES.has(repository);
  return isLocal && (tag === undefined || repository === 'controller');
}
