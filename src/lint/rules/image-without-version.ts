import { imageOf } from '../knowledge/image';
import { Rule } from '../rule';

export const imageWithoutVersion: Rule = {
  id: 'image-without-version',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds images without a tag, or with the tag `latest`.',
  why: 'A pod that is rescheduled gets whatever `latest` is by then, so the replicas of one Deployment run different programs, and going back to the '
    + 'version before is not possible. In `localhost:5000/web` the 5000 is a port and not a tag.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.acme.example:5000/web
    - name: logs
      image: ghcr.io/acme/shipper:latest
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.acme.example:5000/web:1.4.2
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      const image = imageOf(container);
      const text = container.at('image').text ?? '';
      // what tools put in later: ko, templates, variables
      if (image && !image.digest && (image.tag === undefined || image.tag === 'latest') && !/:\/\/|[${<]/.test(text)) {
        report({
          at: container.at('image'),
          message: `image '${text}' of container '${container.name}' has ${image.tag === undefined ? 'no tag' : "the tag 'latest'"}`,
          help: 'name a version, or a digest',
        });
      }
    }
  },
};
