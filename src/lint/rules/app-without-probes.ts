import { hasImage, SERVER_IMAGES } from '../knowledge/image';
import { hasProbe, PROBES, probesOf } from '../knowledge/probes';
import { declaredPorts, localPorts } from '../knowledge/script';
import { getsProbes, isPatch, runsOn } from '../knowledge/workload';
import { Container } from '../model/container';
import { Rule } from '../rule';

export const appWithoutProbes: Rule = {
  id: 'app-without-probes',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: PROBES,
  what: 'Finds apps that serve a port and have no probe, beside a sidecar that has one.',
  why: 'The pod counts as ready when the sidecar does, so nobody notices that the app has not started, or no longer answers. Some linters '
    + 'accept a probe of any container as a probe of the pod.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 8080
    - name: exporter
      image: ghcr.io/acme/exporter:2.0.0
      resources: {limits: {memory: 64Mi}}
      readinessProbe:
        httpGet:
          path: /metrics
          port: 9102
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
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 8080
      readinessProbe:
        httpGet:
          path: /healthz
          port: 8080
    - name: exporter
      image: ghcr.io/acme/exporter:2.0.0
      resources: {limits: {memory: 64Mi}}
      readinessProbe:
        httpGet:
          path: /metrics
          port: 9102
`,

  checkPod(pod, report) {
    const { main } = pod;
    const other = pod.containers.find((container) => container !== main && container.staysOn && hasProbe(container));
    if (!main || !other || hasProbe(main)) {
      return;
    }
    // what listens on the pod's loopback only cannot be probed through the network: whoever stands in front of it is
    const served = declaredPorts(main).filter((port) => !localPorts(main).has(port));
    const isAsked = served.some((port) => probesOf(other).some((probe) => probe.port.number === port));
    if (!isAsked && !isHelper(main) && runsOn(pod) && (served.length > 0 || isServer(main)) && !isPatch(pod) && !getsProbes(pod)) {
      report({
        at: main.field,
        message: `container '${main.name}' serves and has no probe, and '${other.name}' beside it has one`,
        help: `add a readinessProbe to '${main.name}'`,
        related: [{ at: other.at('name'), message: 'has a probe' }],
      });
    }
  },
};

/** It listens, whether the manifest says so or not. */
function isServer(container: Container): boolean {
  return hasImage(container, SERVER_IMAGES) && !container.at('command').exists;
}

/** It is called like a helper of the app, which then is another container. */
function isHelper({ name }: Container): boolean {
  return /(^|-)(proxy|sidecar|exporter)$/.test(name);
}
