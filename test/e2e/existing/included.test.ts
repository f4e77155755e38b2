import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Include } from 'cdk8s';
import { ExistingWorkload, LogSidecar, MetricsAdapter, MetricsExporter, WaitFor, WaitTarget } from '../../../src';
import { behaviour } from '../support/behaviour';
import { Client, curl } from '../support/client';
import { appIn, Mode } from '../support/examples';
import { BUSYBOX, chartIn } from '../support/logging-pod';

/** What a Helm chart renders, with what users have around it. */
const RENDERED = `apiVersion: v1
kind: Service
metadata: { name: shop, labels: { helm.sh/chart: shop-1.0.0 } }
spec: { selector: { app.kubernetes.io/name: shop }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  labels: { helm.sh/chart: shop-1.0.0, app.kubernetes.io/managed-by: Helm }
spec:
  revisionHistoryLimit: 3
  selector: { matchLabels: { app.kubernetes.io/name: shop } }
  template:
    metadata:
      labels: { app.kubernetes.io/name: shop }
      annotations: { checksum/config: 0123abc }
    spec:
      enableServiceLinks: false
      securityContext: { runAsNonRoot: true, runAsUser: 1234, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: shop
          image: ${BUSYBOX}
          command: [sh, -c]
          args:
            - httpd -p 8080 -h /etc; i=0; while sleep 0.2; do i=$((i+1)); echo "order $i" >> /var/log/shop/orders.log;
              echo "shop.orders:1|c" | nc -u -w1 127.0.0.1 9125; done
          ports: [{ name: http, containerPort: 8080 }]
          resources: { requests: { cpu: 20m, memory: 32Mi }, limits: { memory: 64Mi } }
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
          readinessProbe: { tcpSocket: { port: http }, periodSeconds: 1 }
`;

for (const mode of ['native', 'classic'] as Mode[]) {
  behaviour(`patterns on a rendered Helm chart (${mode}): its lines arrive, its metrics are served, its Service leads to it`, async (namespace) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'helm-'));
    fs.writeFileSync(path.join(folder, 'rendered.yaml'), RENDERED);
    const chart = chartIn(mode, 'shop');
    const shop = ExistingWorkload.named(new Include(chart, 'Rendered', { url: path.join(folder, 'rendered.yaml') }), 'shop');
    fs.rmSync(folder, { recursive: true });
    new LogSidecar(shop, 'Logs', { logFiles: ['/var/log/shop/*.log'] });
    new WaitFor(shop, 'Needs', { targets: [WaitTarget.tcp({ host: 'kubernetes.default', port: 443 })] });
    new MetricsAdapter(shop, 'Metrics', { exporter: MetricsExporter.statsd() });

    await Client.start(namespace, appIn(mode));
    await namespace.apply(chart);
    const [pod] = await namespace.until('the pod is Ready', async () => {
      const pods = await namespace.pods('app.kubernetes.io/name=shop');
      return pods.length === 1 && (await namespace.ready(pods[0].metadata.name)) && pods;
    });
    await namespace.logged(pod.metadata.name, 'logs', '10 lines', (log) => log.includes('order 10\n'));
    const metrics = await namespace.exec(pod.metadata.name, 'shop', 'until wget -qO- http://127.0.0.1:9102/metrics | grep "^shop_orders"; do sleep 1; done');
    await namespace.until('the Service leads to the pod', () => curl(namespace, '--fail http://shop/passwd'));
    return `lines up to order 10, ${metrics.toString().trim()}`;
  });
}
