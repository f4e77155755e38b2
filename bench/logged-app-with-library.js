// The workloads of the benchmark, written with this library.
const { Duration, Size } = require('cdk8s');
const kplus = require('cdk8s-plus-28');
const { LogShipper, SidecarLoggedApp, VolumeSource, WorkloadKind } = require('../lib');

exports.addWorkload = (chart, name) => {
  const config = new kplus.ConfigMap(chart, `${name}-Config`, { metadata: { name: `${name}-config` }, data: { 'shipper.conf': `name=${name}\nlevel=info\n` } });
  new SidecarLoggedApp(chart, name, {
    image: 'ghcr.io/acme/web:1.4.2',
    port: 8080,
    workload: WorkloadKind.deployment({ metadata: { name } }),
    env: { MODE: kplus.EnvValue.fromValue('fast') },
    readiness: kplus.Probe.fromHttpGet('/ready', { port: 8080 }),
    liveness: kplus.Probe.fromHttpGet('/live', { port: 8080, periodSeconds: Duration.seconds(30) }),
    resources: {
      cpu: { request: kplus.Cpu.millis(100), limit: kplus.Cpu.millis(500) },
      memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
    },
    logFiles: ['/var/log/app/*.log'],
    logVolume: { source: VolumeSource.emptyDir({ sizeLimit: Size.mebibytes(200) }) },
    shipper: LogShipper.custom({
      image: 'ghcr.io/acme/shipper:2.0.0',
      args: ['--config', '/etc/shipper/shipper.conf'],
      volumeMounts: [{ path: '/etc/shipper', volume: kplus.Volume.fromConfigMap(chart, `${name}-Volume`, config, { name: 'shipper' }), readOnly: true }],
    }),
    logSidecar: {
      startup: kplus.Probe.fromHttpGet('/', { port: 2020 }),
      resources: {
        cpu: { request: kplus.Cpu.millis(50), limit: kplus.Cpu.millis(200) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
      },
    },
  });
};
