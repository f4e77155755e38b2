import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { toQuantity } from '../values/quantities';

/** A claim that each pod gets for itself. */
export interface ClaimTemplate {
  readonly name: string;
  readonly size: Size;
  readonly storageClass?: string;
  readonly accessMode: kplus.PersistentVolumeAccessMode;
}

/** Kubernetes makes the volumes of claim templates itself: they stand in the workload, and not among the volumes of its pods. */
export function writeClaims(claims: ClaimTemplate[], workload: any, pod: any): void {
  if (claims.length === 0) {
    return;
  }
  const volumes = (pod.volumes ?? []).filter(({ name }: any) => !claims.some((claim) => claim.name === name));
  delete pod.volumes;
  if (volumes.length > 0) {
    pod.volumes = volumes;
  }
  workload.volumeClaimTemplates = [...workload.volumeClaimTemplates ?? [], ...claims.map(toTemplate)];
}

function toTemplate({ name, size, storageClass, accessMode }: ClaimTemplate): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: [accessMode],
      resources: { requests: { storage: toQuantity(size) } },
      ...storageClass === undefined ? {} : { storageClassName: storageClass },
    },
  };
}
