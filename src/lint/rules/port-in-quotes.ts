import { probesOf } from '../knowledge/probes';
import { Field } from '../model/field';
import { Report, Rule } from '../rule';

export const portInQuotes: Rule = {
  id: 'port-in-quotes',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['port', 'targetPort'],
  what: 'Finds numbers of ports in quotes, in probes, hooks and Services: `targetPort: "8080"`.',
  why: 'These fields take a number, or the name of a port as text. A number in quotes is a name, and a name needs a letter: the API '
    + 'server rejects the object.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  fix: 'safe',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      readinessProbe:
        httpGet:
          path: /healthz
          port: "8080"
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
      readinessProbe:
        httpGet:
          path: /healthz
          port: 8080
`,

  checkPod(pod, report) {
    pod.containers.flatMap(probesOf).forEach(({ port }) => check(port, report));
  },

  checkObject(object, report) {
    const ports = object.kind === 'Service' ? object.at('spec', 'ports').items : [];
    ports.forEach((port) => check(port.at('targetPort'), report));
  },
};

function check(port: Field, report: Report): void {
  if (/^\d+$/.test(port.text ?? '')) {
    report({
      at: port,
      message: `${String(port.key)} is the text '${port.text}', which is neither a number nor the name of a port`,
      help: 'remove the quotes',
      fix: [{ set: port, to: Number(port.text) }],
    });
  }
}
