import { Namespace } from './namespace';

/** `redis-service:6379`, with a password where one is given. */
export async function startRedis(namespace: Namespace, password?: string): Promise<void> {
  const name = 'redis-service';
  await namespace.apply([
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'redis' }, stringData: { password: password ?? '' } },
    { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { server: name }, ports: [{ port: 6379 }] } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { server: name } },
      spec: {
        securityContext: { runAsNonRoot: true, runAsUser: 999, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [{
          name,
          image: 'redis:8.2.2',
          command: ['sh', '-c', 'exec redis-server --port 6379 --save "" ${PASSWORD:+--requirepass "$PASSWORD"}'],
          env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'redis', key: 'password' } } }],
          resources: { requests: { cpu: '20m', memory: '32Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          readinessProbe: { tcpSocket: { port: 6379 }, periodSeconds: 1 },
        }],
      },
    },
  ]);
  await namespace.ready(name);
  await namespace.until('the Service leads to Redis', () => namespace.exec(name, name, `redis-cli -h ${name} PING`));
}
