/**
 * What a namespace with restricted Pod Security, or the kubelet, refuses of a pod. An image whose user is root or has a name needs a number.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function refusals(pod: any): string[] {
  const containers: any[] = [...pod.initContainers ?? [], ...pod.containers ?? []];
  return [
    ...pod.containers?.length ? [] : ['no container'],
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => pod[field]),
    ...(pod.volumes ?? []).flatMap(({ name, ...source }: any) => Object.keys(source).filter((kind) => !VOLUMES.includes(kind)).map((kind) => `volume ${name}: ${kind}`)),
    ...containers.flatMap((container) => refusalsOf(container, pod.securityContext ?? {}).map((refusal) => `${container.name}: ${refusal}`)),
  ];
}

const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

function refusalsOf({ securityContext: own = {}, ports = [] }: any, ofPod: any): string[] {
  const effective = { ...ofPod, ...own };
  const rules: { [refusal: string]: boolean } = {
    privileged: own.privileged !== true,
    allowPrivilegeEscalation: own.allowPrivilegeEscalation === false,
    capabilities: own.capabilities?.drop?.includes('ALL') && (own.capabilities.add ?? []).every((name: string) => name === 'NET_BIND_SERVICE'),
    seccompProfile: ['RuntimeDefault', 'Localhost'].includes(effective.seccompProfile?.type),
    runAsNonRoot: effective.runAsNonRoot === true,
    runAsUser: effective.runAsUser > 0,
    hostPort: ports.every(({ hostPort = 0 }) => hostPort === 0),
  };
  return Object.keys(rules).filter((refusal) => !rules[refusal]);
}

/** The pods of manifests, by the name of what has them. */
export function podsOf(manifests: any[]): [string, any][] {
  return manifests.flatMap(({ kind, metadata, spec }): [string, any][] => {
    const template = kind === 'Pod' ? { spec } : kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
    return template?.spec ? [[`${kind} ${metadata.name}`, template.spec]] : [];
  });
}
