import { grouped } from '../../core/values/grouped';
import { askedOnce } from '../knowledge/asked-once';
import { PROBES, probesOf } from '../knowledge/probes';
import { commandText, declaredPorts } from '../knowledge/script';
import { isPatch } from '../knowledge/workload';
import { Container } from '../model/container';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const probePortUndeclared: Rule = {
  id: 'probe-port-undeclared',
  since: '1.0.0',
  severity: 'warning',
  persona: 'strict',
  needs: PROBES,
  what: 'Finds probes on the number of a port that their container does not declare, although it declares others.',
  why: 'The kubelet connects to the number whether anything listens there or not. Where the container says on which ports it listens, and this '
    + 'is none of them, the number is most likely wrong, or another container answers.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      ports:
        - containerPort: 8080
      readinessProbe:
        httpGet:
          path: /healthz
          port: 8081
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
      ports:
        - containerPort: 8080
      readinessProbe:
        httpGet:
          path: /healthz
          port: 8080
`,

  checkPod(pod, report) {
    for (const container of isPatch(pod) ? [] : pod.containers) {
      const own = declaredPorts(container);
      for (const { what, probe, port } of probesOf(container)) {
        const number = port.number;
        const isProbe = PROBES.some((name) => probe.key === name);
        if (number !== undefined && own.length > 0 && !own.includes(number) && !isTold(container, number) && isProbe) {
          const owner = ownersOfPorts(pod).get(number)?.[0];
          report({
            at: port,
            message: `${what} of container '${container.name}' asks port ${number}, which ${owner ? `'${owner.name}' declares` : 'no container declares'}`,
            help: `ask one of its ports (${own.join(', ')}), or declare ${number} if it listens there`,
          });
        }
      }
    }
  },
};

const ownersOfPorts = askedOnce((pod: Pod) => grouped(pod.containers, declaredPorts));

/** Whether its arguments or variables name the port: `--health-probe-bind-address=:8081`. */
function isTold(container: Container, port: number): boolean {
  const texts = [commandText(container), ...container.env.map((variable) => variable.at('value').scalar ?? '')];
  return texts.some((text) => new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text));
}
