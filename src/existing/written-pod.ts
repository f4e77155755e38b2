import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { toContainerProps } from './written-container';
import { volumeAsWritten } from '../core/objects/reaches';

/**
 * What is in a manifest already, as cdk8s-plus has it: patterns look at it, and what they add to it is written back.
 */

const DEFAULT_GRACE_PERIOD = 30;

export function gracePeriodOf(spec: any): number {
  return spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_PERIOD;
}

/** Names of the claim templates of a StatefulSet. */
export function claimsOf({ spec }: any): string[] {
  return (spec?.volumeClaimTemplates ?? []).map(({ metadata }: any) => metadata.name);
}

export function toPodProps(spec: any): kplus.AbstractPodProps {
  const { fsGroup, runAsUser, runAsGroup, runAsNonRoot = false, sysctls } = spec.securityContext ?? {};
  return {
    hostNetwork: spec.hostNetwork,
    terminationGracePeriod: Duration.seconds(gracePeriodOf(spec)),
    securityContext: { fsGroup, sysctls, user: runAsUser, group: runAsGroup, ensureNonRoot: runAsNonRoot },
  };
}

/** Adds the volumes and containers of a pod spec. */
export function addWritten(pod: kplus.AbstractPod, spec: any, claims: string[]): void {
  const volumes = new Map<string, kplus.Volume>();
  const add = (written: kplus.k8s.Volume) => {
    const volume = volumeAsWritten(pod, `Volume-${written.name}`, written);
    volumes.set(written.name, volume);
    pod.addVolume(volume);
    return volume;
  };
  spec.volumes?.forEach(add);
  claims.forEach((name) => add({ name, persistentVolumeClaim: { claimName: name } }));
  const volumeOf = (name: string) => volumes.get(name) ?? add({ name });
  spec.initContainers?.forEach((container: any) => pod.addInitContainer(toContainerProps(container, volumeOf)));
  spec.containers.forEach((container: any) => pod.addContainer(toContainerProps(container, volumeOf)));
}
