import { hasImage, LOG_SHIPPER_IMAGES } from '../knowledge/image';
import { Rule } from '../rule';

export const shipperWithoutConfig: Rule = {
  id: 'shipper-without-config',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  mentions: ['fluent', 'filebeat', 'promtail', 'vector'],
  what: 'Finds log shippers and metrics sidecars that get no configuration, no arguments and no volume.',
  why: 'Such a program starts with the example configuration of its image: Fluent Bit prints the CPU usage of the node, for example. It sees none of the files of the app.',
  source: 'https://docs.fluentbit.io/manual/administration/configuring-fluent-bit',
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
    - name: logs
      image: fluent/fluent-bit:5.1.1
      resources: {limits: {memory: 64Mi}}
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
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
    - name: logs
      image: fluent/fluent-bit:5.1.1
      resources: {limits: {memory: 64Mi}}
      args: [-c, /etc/shipper/fluent-bit.yaml]
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
        - name: config
          mountPath: /etc/shipper
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 200Mi
    - name: config
      configMap:
        name: shipper
`,

  checkPod(pod, report) {
    for (const container of pod.containers.filter((one) => one.staysOn && hasImage(one, LOG_SHIPPER_IMAGES))) {
      const given = ['command', 'args', 'env', 'envFrom', 'volumeMounts'].some((field) => container.at(field).items.length > 0);
      if (!given && pod.containers.length > 1) {
        report({
          at: container.at('volumeMounts'),
          message: `log shipper '${container.name}' gets no configuration and no log file`,
          help: 'mount its configuration, and the volume with the log files of the app',
        });
      }
    }
  },
};
