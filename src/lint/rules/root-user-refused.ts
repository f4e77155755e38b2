import { askedOnce } from '../knowledge/asked-once';
import { hasImage, imageOf } from '../knowledge/image';
import { securityOf } from '../knowledge/security';
import { Container } from '../model/container';
import { ObjectSet } from '../model/object-set';
import { Pod } from '../model/pod';
import { RelatedPlace, Rule } from '../rule';

/** Images whose user is root, or one with a name, by their publishers' Dockerfiles. */
const ROOT_OR_NAMED = [
  'busybox', 'alpine', 'debian', 'ubuntu', 'nginx', 'httpd', 'node', 'python', 'golang', 'ruby', 'php', 'redis', 'postgres', 'mysql', 'mariadb', 'mongo',
  'rabbitmq', 'memcached', 'haproxy', 'traefik', 'curlimages/curl', 'fluent/fluentd', /(^|\/)fluent-bit$/,
];

export const rootUserRefused: Rule = {
  id: 'root-user-refused',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['runAsNonRoot'],
  what: 'Finds containers that must not run as root and whose user is root, or a name that the kubelet cannot check.',
  why: 'With `runAsNonRoot: true` the kubelet compares numbers. If `runAsUser` is 0, or is missing and the image runs as root or as a named user, the container '
    + 'is never started: `container has runAsNonRoot and image will run as root`. OpenShift sets a user, so where objects of OpenShift are checked as well, '
    + 'images are left alone.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsNonRoot: true
  containers:
    - name: web
      image: busybox:1.37.0
      command: [httpd, -f, -p, "8080"]
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
  containers:
    - name: web
      image: busybox:1.37.0
      command: [httpd, -f, -p, "8080"]
`,

  checkPod(pod, report) {
    for (const container of mayNotBeRoot(pod)) {
      const user = securityOf(pod, container, 'runAsUser');
      if (user.number === 0) {
        report({
          at: user,
          message: `container '${container.name}' runs as user 0, which runAsNonRoot forbids`,
          help: 'set runAsUser to another number, or runAsNonRoot to false',
          related: [flagOf(pod, container)],
        });
      }
    }
  },

  concerns: ({ pods }) => pods.some((pod) => mayNotBeRoot(pod).some((container) => namesNoNumber(pod, container))),

  checkAmong(object, set, report) {
    if (isForOpenShift(set)) {
      return;
    }
    for (const pod of object.pods) {
      for (const container of mayNotBeRoot(pod).filter((one) => namesNoNumber(pod, one))) {
        report({
          at: container.at('securityContext', 'runAsUser'),
          message: `image '${imageOf(container)!.repository}' of container '${container.name}' names no numeric user, and runAsNonRoot needs one`,
          help: 'set runAsUser to a number above 0, and give that user what it writes to',
          related: [flagOf(pod, container)],
        });
      }
    }
  },
};

/** OpenShift gives a pod without a user one of its namespace: https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/authentication_and_authorization/managing-pod-security-policies */
const isForOpenShift = askedOnce((set: ObjectSet) => OF_OPENSHIFT.some((kind) => set.ofKind(kind).some(({ group }) => !group || group.endsWith('.openshift.io'))));

/** Knative has Routes too. */
const OF_OPENSHIFT = ['SecurityContextConstraints', 'Route'];

function mayNotBeRoot(pod: Pod): Container[] {
  return pod.containers.filter((container) => securityOf(pod, container, 'runAsNonRoot').flag && !container.at('securityContext', 'windowsOptions').exists);
}

function namesNoNumber(pod: Pod, container: Container): boolean {
  return !securityOf(pod, container, 'runAsUser').exists && hasImage(container, ROOT_OR_NAMED) && !imageOf(container)?.tag?.includes('unprivileged');
}

function flagOf(pod: Pod, container: Container): RelatedPlace {
  return { at: securityOf(pod, container, 'runAsNonRoot'), message: 'runAsNonRoot' };
}
