import { hasImage, SHELL_IMAGES } from '../knowledge/image';
import { declaredPorts, scriptOf, SHELLS } from '../knowledge/script';
import { normalPath } from '../knowledge/workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { ObjectSet } from '../model/object-set';
import { Pod } from '../model/pod';
import { Report, Rule } from '../rule';

/** Programs that can listen; and whatever may start one that is not seen here. */
const MAY_LISTEN = /\b(nc|ncat|netcat|socat|httpd|tcpsvd|udpsvd|dnsd|ftpd|telnetd|inetd|sshd|python\d?|perl|ruby|php|node|nginx|haproxy|java|caddy|lighttpd)\b|\bexec\s+"?\$|\b(apk|apt|apt-get|pip|npm)\b|(^|[\s;&|])(\.|source|\.\/\S+|\/(?!dev|proc|sys|bin\/(?:sh|echo|sleep|date))\S*\/\S+)\s/m;

export const scriptNeverListens: Rule = {
  id: 'script-never-listens',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: SHELLS,
  what: 'Finds containers that declare a port and run a shell script which starts nothing that could listen on it.',
  why: 'A declared port opens nothing. The Service, the probe or the scrape that leads there gets `connection refused`.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
    - name: metrics
      image: busybox:1.37.0
      command: [sh, -c, "trap exit TERM; while true; do echo requests_total 42; sleep 15 & wait; done"]
      ports:
        - containerPort: 9090
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
    - name: metrics
      image: busybox:1.37.0
      command: [sh, -c, "exec httpd -f -p 9090 -h /metrics"]
      ports:
        - containerPort: 9090
`,

  checkPod(pod, report) {
    for (const container of pod.containers.filter(isShellWithPort)) {
      const script = scriptOf(container);
      if (script) {
        reportUnlessListening(container, script.field, script.text, report);
      }
    }
  },

  concerns: ({ pods }) => pods.some(({ containers }) => containers.some(isShellWithPort)),

  checkAmong({ pods }, set, report) {
    for (const pod of pods) {
      for (const container of pod.containers.filter(isShellWithPort)) {
        const file = scriptFile(set, pod, container);
        if (file?.text) {
          reportUnlessListening(container, file, file.text.replace(/(^|\s)#[^\n]*/g, '$1'), report);
        }
      }
    }
  },
};

function isShellWithPort(container: Container): boolean {
  return container.staysOn && hasImage(container, ...SHELL_IMAGES) && declaredPorts(container).length > 0;
}

function reportUnlessListening(container: Container, script: Field, text: string, report: Report): void {
  if (!MAY_LISTEN.test(text)) {
    report({
      at: container.at('ports'),
      message: `container '${container.name}' declares port ${declaredPorts(container)[0]}, and nothing in its script listens`,
      help: 'start a server in the script, or remove the port and what leads to it',
      related: [{ at: script, message: 'the script' }],
    });
  }
}

/** The file of a ConfigMap that a command such as `[sh, /scripts/serve.sh]` runs. */
function scriptFile(set: ObjectSet, pod: Pod, container: Container): Field | undefined {
  const [shell, path] = container.at('command').texts;
  const mount = container.volumeMounts.find((one) => path?.startsWith(`${normalPath(one.at('mountPath').text ?? '\n')}/`));
  const volume = pod.volumes.find((one) => mount && one.at('name').text === mount.at('name').text);
  const configMap = /(^|\/)(ba|da|a)?sh$/.test(shell ?? '') ? volume?.at('configMap', 'name').text : undefined;
  return configMap === undefined ? undefined : set.named('ConfigMap', configMap, pod.object)[0]?.at('data', path.slice(path.lastIndexOf('/') + 1));
}
