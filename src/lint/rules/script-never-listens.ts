import { hasImage, SHELL_IMAGES } from '../knowledge/image';
import { declaredPorts, scriptOf } from '../knowledge/script';
import { Rule } from '../rule';

/** Programs that can listen; and whatever may start one that is not seen here. */
const MAY_LISTEN = /\b(nc|ncat|netcat|socat|httpd|tcpsvd|udpsvd|dnsd|ftpd|telnetd|inetd|sshd|python\d?|perl|ruby|php|node|nginx|haproxy|java|caddy|lighttpd)\b|\bexec\s+"?\$|\b(apk|apt|apt-get|pip|npm)\b|(^|[\s;&|])(\.|source|\.\/\S+|\/(?!dev|proc|sys|bin\/(?:sh|echo|sleep|date))\S*\/\S+)\s/m;

export const scriptNeverListens: Rule = {
  id: 'script-never-listens',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
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
    for (const container of pod.containers.filter((one) => one.staysOn && hasImage(one, ...SHELL_IMAGES))) {
      const script = scriptOf(container);
      const [port] = declaredPorts(container);
      if (script && port !== undefined && !MAY_LISTEN.test(script.text)) {
        report({
          at: container.at('ports'),
          message: `container '${container.name}' declares port ${port}, and nothing in its script listens`,
          help: 'start a server in the script, or remove the port and what leads to it',
          related: [{ at: script.field, message: 'the script' }],
        });
      }
    }
  },
};
