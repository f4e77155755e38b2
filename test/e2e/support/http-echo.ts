import { Namespace } from './namespace';

/** `echo:80`, which answers each request with a text. */
export async function startEcho(namespace: Namespace, text = 'echo'): Promise<void> {
  await namespace.apply([
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'echo' }, spec: { selector: { server: 'echo' }, ports: [{ port: 80, targetPort: 5678 }] } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'echo', labels: { server: 'echo' } },
      spec: {
        securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [{
          name: 'echo',
          image: 'hashicorp/http-echo:1.0.0',
          args: [`-text=${text}`, '-listen=:5678'],
          resources: { requests: { cpu: '10m', memory: '16Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          readinessProbe: { tcpSocket: { port: 5678 }, periodSeconds: 1 },
        }],
      },
    },
  ]);
  await namespace.ready('echo');
}
