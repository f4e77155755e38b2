import { commandsOf } from '../knowledge/command-lines';
import { hasNoShell, imageOf } from '../knowledge/image';
import { Rule } from '../rule';

export const noShellInImage: Rule = {
  id: 'no-shell-in-image',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['command'],
  mentions: ['distroless', 'http-echo', 'fluent-bit', 'opentelemetry-collector', 'cloud-sql-proxy', 'pause', 'coredns', 'kube-state-metrics'],
  what: 'Finds commands, probes and hooks that call a shell, or a small tool such as `cat`, in an image that is known to have none.',
  why: 'A command that does not exist keeps the container from starting. A probe with it always fails. A `preStop` hook with it does '
    + 'nothing, so the intended delay is missing.',
  source: 'https://github.com/GoogleContainerTools/distroless#why-should-i-use-distroless-images',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: hashicorp/http-echo:1.0.0
      lifecycle:
        preStop:
          exec:
            command: [/bin/sh, -c, sleep 15]
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: hashicorp/http-echo:1.0.0
      lifecycle:
        preStop:
          sleep:
            seconds: 15
`,

  checkPod(pod, report) {
    for (const container of pod.containers.filter(hasNoShell)) {
      for (const command of commandsOf(container)) {
        if (PROGRAMS.test(command.items[0]?.text ?? '')) {
          report({
            at: command,
            message: `container '${container.name}' calls ${command.items[0].text}, which is not in image '${imageOf(container)!.repository}'`,
            help: "call a program of the image, use httpGet, or the 'sleep' action in a hook, or take an image with a shell",
          });
        }
      }
    }
  },
};

/** A shell, and what comes with one. */
const PROGRAMS = /^(\/usr)?(\/bin\/)?(sh|bash|ash|cat|ls|test|sleep|echo|wget|curl|nc|grep|ps|pgrep|true|kill)$/;
