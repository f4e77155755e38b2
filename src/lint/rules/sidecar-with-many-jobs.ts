import { scriptOf, SHELLS, textOf } from '../knowledge/script';
import { Rule } from '../rule';

/** Jobs that a sidecar of its own exists for, by words that scripts use. */
const JOBS: { readonly [job: string]: RegExp } = {
  logs: /\b(log(s|ging|ger)?|fluent-?bit|fluentd|filebeat|promtail)\b/i,
  metrics: /\b(metric|monitor|telemetry|prometheus|statsd)\w*/i,
  traffic: /\b(nginx|envoy|haproxy|prox(y|ies|ying)|traffic|routing|networking|load.?balanc\w+)\b/i,
  traces: /\b(trac(e|es|ing)|spans?)\b/i,
  security: /\b(security|firewall|scan(ning|s|ner)?|audit\w*|encrypt\w*)\b/i,
  health: /\b(health\w*)\b/i,
  configuration: /\b(config(uration)?.?(reload|sync|watch)\w*|reload(ing)?)\b/i,
  backups: /\b(backup|back(ing)?.up|snapshot)\w*/i,
  caching: /\bcach(e|es|ing)\b/i,
};

export const sidecarWithManyJobs: Rule = {
  id: 'sidecar-with-many-jobs',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  needs: SHELLS,
  what: 'Finds sidecars whose script does three or more jobs, such as logs, metrics and traffic.',
  why: 'A failure of one job restarts all of them. They cannot have limits, probes, permissions and versions of their own, and nobody can use one without the others.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/',
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
    - name: helper
      image: busybox:1.37.0
      env: [{name: INTERVAL, value: "15"}]
      resources: {limits: {memory: 64Mi}}
      command:
        - sh
        - -c
        - |
          trap exit TERM
          while true; do
            ship_logs
            push_metrics
            scan_for_viruses
            sleep 10 & wait
          done
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
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: metrics
      image: ghcr.io/acme/exporter:2.0.0
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    for (const container of pod.containers.filter((one) => one.staysOn && one !== pod.main)) {
      const script = scriptOf(container);
      const text = script ? textOf(script.code.commands).replace(/_/g, ' ').replace(/\/[\w./-]*/g, ' ') : '';
      const jobs = Object.keys(JOBS).filter((job) => JOBS[job].test(text));
      if (jobs.length > 2) {
        report({
          at: container.at('command'),
          message: `sidecar '${container.name}' does several jobs: ${jobs.join(', ')}`,
          help: 'give each job a container of its own',
        });
      }
    }
  },
};
