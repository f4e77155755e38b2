// Workloads of which no two are alike: names, images, ports, commands, variables, resources, files and probes differ.
const { Duration, Size } = require('cdk8s');
const kplus = require('cdk8s-plus-28');
const { LogShipper, SidecarLoggedApp, VolumeSource, WorkloadKind } = require('../lib');

const WORDS = ['orders', 'users', 'carts', 'prices', 'stock', 'search', 'mail', 'billing', 'reports', 'auth', 'media', 'events', 'geo'];

exports.addWorkload = (chart, name) => {
  const number = Number(name.split('-').pop());
  const word = WORDS[number % WORDS.length];
  const port = 3000 + number;
  const config = new kplus.ConfigMap(chart, `${name}-Config`, {
    metadata: { name: `${name}-config` },
    data: { [`${word}.conf`]: `name=${name}\nlevel=info\nbatch=${number}\n` },
  });
  const { container, workload } = new SidecarLoggedApp(chart, name, {
    image: `ghcr.io/acme/${word}:1.${number}.2`,
    port,
    workload: WorkloadKind.deployment({ metadata: { name }, replicas: 1 + number % 4 }),
    command: number % 3 === 0 ? ['/bin/sh', '-c', `set -eu\n./migrate --to ${number}\nexec ./${word} --port ${port} --workers "$WORKERS"`] : [`/usr/bin/${word}`],
    args: number % 3 === 1 ? ['--port', String(port), `--region=eu-${number % 9}`] : undefined,
    env: {
      WORKERS: kplus.EnvValue.fromValue(String(number % 17)),
      [`${word.toUpperCase()}_URL`]: kplus.EnvValue.fromValue(`http://${WORDS[(number + 3) % WORDS.length]}.shop.svc:${port}/v${number}`),
      LEVEL: kplus.EnvValue.fromConfigMap(config, `${word}.conf`),
    },
    readiness: kplus.Probe.fromHttpGet(`/${word}/ready`, { port, periodSeconds: Duration.seconds(5 + number % 10) }),
    liveness: kplus.Probe.fromHttpGet(`/${word}/live`, { port, periodSeconds: Duration.seconds(20 + number % 20) }),
    resources: {
      cpu: { request: kplus.Cpu.millis(100 + number), limit: kplus.Cpu.millis(1000 + number) },
      memory: { request: Size.mebibytes(128 + number), limit: Size.mebibytes(256 + 2 * number) },
    },
    logFiles: [`/var/log/${word}/*.log`],
    logVolume: { source: VolumeSource.emptyDir({ sizeLimit: Size.mebibytes(200 + number) }) },
    shipper: LogShipper.custom({
      image: `ghcr.io/acme/shipper:2.0.${number}`,
      args: ['--config', `/etc/shipper/${word}.conf`, '--shard', String(number)],
      volumeMounts: [{ path: '/etc/shipper', volume: kplus.Volume.fromConfigMap(chart, `${name}-Volume`, config, { name: 'shipper' }), readOnly: true }],
    }),
    logSidecar: { startup: kplus.Probe.fromHttpGet('/', { port: 2020 }) },
  });
  if (number % 5 === 0) {
    container.mount('/var/cache', kplus.Volume.fromEmptyDir(chart, `${name}-Cache`, `cache-${number}`, { sizeLimit: Size.mebibytes(50 + number) }));
  }
  if (number % 2 === 0) {
    workload.exposeViaService({ name: `${name}-http`, ports: [{ port: 80, targetPort: port, name: 'web' }] });
  }
};
