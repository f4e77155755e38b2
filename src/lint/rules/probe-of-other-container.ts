import { grouped } from '../../core/values/grouped';
import { askedOnce } from '../knowledge/asked-once';
import { imageOf } from '../knowledge/image';
import { probesOf } from '../knowledge/probes';
import { identitiesOfPorts } from '../knowledge/script';
import { Container } from '../model/container';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const probeOfOtherContainer: Rule = {
  id: 'probe-of-other-container',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['livenessProbe', 'startupProbe'],
  what: 'Finds liveness and startup probes on a port that another container of the pod declares. A container that is named after this one, '
    + 'such as `logs-guard` beside `logs`, may answer for it. So may one that is named after the same third container, such as `logs-guard` for `logs-reader`.',
  why: 'All containers share one network address, so the probe reaches the other container. When that one hangs, this one is restarted, '
    + 'again and again, and the one that hangs is not.',
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
      readinessProbe: {tcpSocket: {port: 8080}}
    - name: exporter
      image: ghcr.io/acme/exporter:2.0.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 9102
      livenessProbe:
        httpGet:
          path: /healthz
          port: 8080
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
      livenessProbe:
        httpGet:
          path: /healthz
          port: 8080
    - name: exporter
      image: ghcr.io/acme/exporter:2.0.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 9102
      livenessProbe:
        httpGet:
          path: /metrics
          port: 9102
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      const own = identitiesOfPorts(container);
      for (const { what, port } of probesOf(container).filter((one) => ['livenessProbe', 'startupProbe'].includes(one.what))) {
        const owner = ownersOfPorts(pod).get(port.identity)?.find((other) => other !== container);
        // that a sidecar waits for a container that starts later is another rule's
        const waits = owner && what === 'startupProbe' && container.kind === 'sidecar' && pod.containers.indexOf(owner) > pod.containers.indexOf(container);
        if (owner && !waits && !isNamedAfter(owner, container, pod) && !isProber(owner) && !own.includes(port.identity)) {
          report({
            at: port,
            message: `${what} of container '${container.name}' asks port ${port.number}, which is a port of '${owner.name}'`,
            help: `move the probe to '${owner.name}', and test a port of '${container.name}' here`,
          });
        }
      }
    }
  },
};

const ownersOfPorts = askedOnce((pod: Pod) => grouped(pod.containers, identitiesOfPorts));

/** Whether one is a part of the other, or both are parts of a third one, by their names. */
function isNamedAfter(owner: Container, container: Container, pod: Pod): boolean {
  const wholes = pod.containers.filter(({ name }) => name === container.name || container.name.startsWith(`${name}-`));
  return wholes.some(({ name }) => owner.name.startsWith(`${name}-`));
}

/** Whether its purpose is to answer for others. */
function isProber(container: Container): boolean {
  return /health|liveness/.test(`${container.name} ${imageOf(container)?.repository}`);
}
