import { declaredPorts } from '../knowledge/script';
import { runningContainers } from '../knowledge/script-checks';
import { isPatch } from '../knowledge/workload';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

const ANNOTATION = 'prometheus.io/port';

export const scrapePortUndeclared: Rule = {
  id: 'scrape-port-undeclared',
  since: '1.0.0',
  severity: 'warning',
  persona: 'strict',
  what: 'Finds pods with the annotation `prometheus.io/port` for a port that no container declares, although all of them declare ports.',
  why: 'Prometheus scrapes the number whether anything listens there or not. Where every container says on which ports it listens, and this is '
    + 'none of them, the target is most likely always down.',
  source: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    prometheus.io/scrape: "true"
    prometheus.io/port: "9090"
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      ports:
        - containerPort: 9102
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    prometheus.io/scrape: "true"
    prometheus.io/port: "9102"
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      ports:
        - containerPort: 9102
`,

  // Not `checkPod`, which is asked about one of several pods that differ by annotations only.
  concerns: ({ pods }) => pods.some(isUndeclared),

  checkAmong({ pods }, _, report) {
    for (const pod of pods.filter(isUndeclared)) {
      const port = pod.metadata.at('annotations', ANNOTATION);
      report({
        at: port,
        message: `the annotation tells Prometheus to scrape port ${port.scalar}, which no container of this pod declares`,
        help: `use one of its ports (${runningContainers(pod).flatMap(declaredPorts).join(', ')}), or declare ${port.scalar} where it is listened on`,
      });
    }
  },
};

function isUndeclared(pod: Pod): boolean {
  const port = Number(pod.metadata.at('annotations', ANNOTATION).scalar);
  const ports = runningContainers(pod).map(declaredPorts);
  return port > 0 && !isPatch(pod) && ports.length > 0 && ports.every((own) => own.length > 0 && !own.includes(port));
}
