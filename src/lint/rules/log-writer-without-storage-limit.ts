import { filesWrittenBy } from '../knowledge/script';
import { inScriptsOf, runningContainers } from '../knowledge/script-checks';
import { Command } from '../knowledge/shell/commands';
import { isMounted } from '../knowledge/workload';
import { Rule } from '../rule';

export const logWriterWithoutStorageLimit: Rule = {
  id: 'log-writer-without-storage-limit',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  what: 'Finds scripts that append to a log file in the container\'s own file system, in containers without `limits.ephemeral-storage`.',
  why: 'Such files count against the disk of the node. When it is full, the kubelet evicts pods, including those of others. With a limit, or on '
    + 'a volume with a `sizeLimit`, only the pod that exceeds it is evicted.',
  source: 'https://kubernetes.io/docs/concepts/storage/ephemeral-storage/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: clock
      image: busybox:1.37.0
      command: [sh, -c, "trap exit TERM; while true; do date >> /var/log/clock.log; sleep 5 & wait; done"]
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: clock
      image: busybox:1.37.0
      command: [sh, -c, "trap exit TERM; while true; do date >> /var/log/clock.log; sleep 5 & wait; done"]
      resources:
        limits:
          ephemeral-storage: 100Mi
`,

  ...inScriptsOf(runningContainers, (container, { code }, _, report) => {
    const file = code.commands.flatMap(appendedBy).find((one) => /^\/[\w./-]*(\.log|\/logs?\/[\w.-]+)$/.test(one));
    const limit = container.at('resources', 'limits', 'ephemeral-storage');
    if (file !== undefined && !isMounted(container, file) && !limit.exists) {
      report({
        at: limit,
        message: `container '${container.name}' writes ${file} into its own file system, and nothing limits its size`,
        help: 'set resources.limits.ephemeral-storage, or write to a volume with a sizeLimit',
      });
    }
  }),
};

function appendedBy(command: Command): string[] {
  const isTee = command.name === 'tee' && command.args.some(({ text }) => /^-\w*a/.test(text));
  return [...filesWrittenBy(command, /^&?>>$/), ...isTee ? command.args.map(({ text }) => text) : []];
}
