import { behaviour } from '../support/behaviour';
import { changeFiles, example } from '../support/examples';
import { metric, page } from '../support/metrics';
import { Namespace, restarts } from '../support/namespace';
import { secondsUntil } from '../support/recovery';

/** Fails two times in three, always, or never; at /cgi-bin/slow it takes a minute. The file /state/mode says which. */
const UPSTREAM = `mkdir -p /state/cgi-bin
echo flaky > /state/mode
echo 0 > /state/count
cat > /state/cgi-bin/call << 'END'
#!/bin/sh
count=$(($(cat /state/count) + 1))
echo $count > /state/count
mode=$(cat /state/mode)
if [ $mode = down ] || { [ $mode = flaky ] && [ $((count % 3)) != 0 ]; }; then
  printf 'Status: 503 Service Unavailable\\r\\n'
fi
printf 'Content-Type: text/plain\\r\\n\\r\\nanswer\\n'
END
printf '#!/bin/sh\\nsleep 60\\nprintf "Content-Type: text/plain\\\\r\\\\n\\\\r\\\\nlate"\\n' > /state/cgi-bin/slow
chmod +x /state/cgi-bin/*
exec httpd -f -p 8080 -h /state
`;

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  runAsUser: 1000,
  seccompProfile: { type: 'RuntimeDefault' },
};

function busybox(name: string, script: string): object {
  return {
    name,
    image: 'busybox:1.36.1',
    command: ['sh', '-c', script],
    resources: { requests: { cpu: '20m', memory: '32Mi' } },
    securityContext: RESTRICTED,
  };
}

async function startUpstream(namespace: Namespace): Promise<void> {
  await namespace.apply([
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'upstream' }, spec: { selector: { server: 'upstream' }, ports: [{ port: 8080 }] } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'upstream', labels: { server: 'upstream' } },
      spec: {
        containers: [{
          ...busybox('upstream', UPSTREAM),
          readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
          volumeMounts: [{ name: 'state', mountPath: '/state' }],
        }],
        volumes: [{ name: 'state', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }],
      },
    },
  ]);
  await namespace.ready('upstream');
}

/** The example with one pod, and a container in it that calls the upstream in place of the app. */
async function startApp(namespace: Namespace): Promise<string> {
  const manifests = example('resilient-app');
  const { spec } = manifests.find(({ kind }) => kind === 'Deployment');
  spec.replicas = 1;
  spec.template.spec.containers.push(busybox('caller', 'trap exit TERM; while true; do sleep 1; done'));
  await namespace.apply(changeFiles(manifests, 'traffic-manager-config', (files) => {
    expect(files['envoy.json']).toContain('"base_ejection_time": "10s"');
    files['envoy.json'] = files['envoy.json'].replace('"base_ejection_time": "10s"', '"base_ejection_time": "45s"'); // time to look while it is open
  }));
  await namespace.allReady(2);
  const [{ metadata: { name } }] = await namespace.pods('app=resilient-app');
  await namespace.until('the Service leads to the upstream', () => page(namespace, name, 'caller', 'http://upstream:8080/mode'));
  return name;
}

behaviour('resilient-app tries again what fails, opens and closes the circuit, and cuts off what takes too long', async (namespace) => {
  await startUpstream(namespace);
  const pod = await startApp(namespace);
  const mode = (name: string) => namespace.exec('upstream', 'upstream', `echo ${name} > /state/mode`);
  const counted = async () => Number(await namespace.exec('upstream', 'upstream', 'cat /state/count'));
  const call = async (path: string, times = 1) => (await namespace.exec(pod, 'caller', `for i in $(seq ${times}); do
    wget -q -O - -S http://127.0.0.1:9000/cgi-bin/${path} 2>&1 | sed -n 's/.*HTTP\\/1.1 \\([0-9]*\\).*/\\1/p; s/.*error: HTTP[^ ]* \\([0-9]*\\).*/\\1/p' | tail -n 1; done`))
    .toString().trim().split('\n').map(Number);
  const stat = async (name: string) => metric(await page(namespace, pod, 'caller', 'http://127.0.0.1:9900/metrics'), `envoy_cluster_${name}`, '"upstream"');

  expect(await call('call', 20)).toEqual(Array(20).fill(200));
  const [flaky, retried] = [await counted(), await stat('upstream_rq_retry')];
  expect([flaky, retried]).toEqual([60, 40]);

  const start = Date.now();
  expect(await call('slow')).toEqual([504]); // the upstream would answer 200
  const slow = (Date.now() - start) / 1000;
  expect(await stat('upstream_rq_timeout')).toBe(1);

  await mode('down');
  expect(await call('call', 15)).toEqual(Array(15).fill(503));
  expect(await stat('outlier_detection_ejections_active')).toBe(1);
  const asked = await counted() - flaky;
  expect(asked).toBeLessThanOrEqual(6);

  await mode('ok');
  const closed = await secondsUntil('the circuit is closed', async () => expect(await call('call', 5)).toEqual(Array(5).fill(200)));
  expect(await stat('outlier_detection_ejections_active')).toBe(0);
  expect(restarts(await namespace.pod(pod))).toBe(0);
  return `20 calls answered with ${retried} retries; a slow one cut off after ${slow.toFixed(1)} s; circuit open after ${asked} more failures,`
    + ` closed ${closed.toFixed(1)} s after the upstream recovered`;
});
