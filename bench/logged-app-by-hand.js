// The same workloads, written by hand with cdk8s-plus. The benchmark checks that the YAML is the same.
const { Duration, Size } = require('cdk8s');
const kplus = require('cdk8s-plus-28');

exports.addWorkload = (chart, name) => {
  const config = new kplus.ConfigMap(chart, `${name}-Config`, { metadata: { name: `${name}-config` }, data: { 'shipper.conf': `name=${name}\nlevel=info\n` } });
  const configVolume = kplus.Volume.fromConfigMap(chart, `${name}-Volume`, config, { name: 'shipper' });
  const logs = kplus.Volume.fromEmptyDir(chart, `${name}-Logs`, 'logs', { sizeLimit: Size.mebibytes(200) });
  const deployment = new kplus.Deployment(chart, name, {
    metadata: { name },
    securityContext: { fsGroup: 2000 },
    containers: [{
      name: 'app',
      image: 'ghcr.io/acme/web:1.4.2',
      imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
      ports: [{ number: 8080 }],
      envVariables: { MODE: kplus.EnvValue.fromValue('fast') },
      readiness: kplus.Probe.fromHttpGet('/ready', { port: 8080 }),
      liveness: kplus.Probe.fromHttpGet('/live', { port: 8080, periodSeconds: Duration.seconds(30) }),
      resources: {
        cpu: { request: kplus.Cpu.millis(100), limit: kplus.Cpu.millis(500) },
        memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
      },
      volumeMounts: [{ path: '/var/log/app', volume: logs }],
      securityContext: restricted(),
    }],
  });
  deployment.addInitContainer({
    name: 'logs',
    image: 'ghcr.io/acme/shipper:2.0.0',
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    restartPolicy: kplus.ContainerRestartPolicy.ALWAYS,
    args: ['--config', '/etc/shipper/shipper.conf'],
    startup: kplus.Probe.fromHttpGet('/', { port: 2020 }),
    volumeMounts: [
      { path: '/var/log/app', volume: logs, readOnly: true },
      { path: '/etc/shipper', volume: configVolume, readOnly: true },
    ],
    resources: {
      cpu: { request: kplus.Cpu.millis(50), limit: kplus.Cpu.millis(200) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
    },
    securityContext: restricted(),
  });
};

function restricted() {
  return {
    user: 1000,
    group: 1000,
    ensureNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: [kplus.Capability.ALL] },
    seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
  };
}
