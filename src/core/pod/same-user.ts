import * as kplus from 'cdk8s-plus-28';
import { SecurityBaseline } from '../settings/security-baseline';

/**
 * The restricted baseline for a container that reads what another one has: with the user and the group that this one names. A root
 * user gets no root beside it.
 */
export function sameUser(pod: kplus.AbstractPod, { securityContext }: kplus.Container, otherwise?: number): SecurityBaseline {
  const user = securityContext.user ?? pod.securityContext.user;
  return user
    ? SecurityBaseline.restricted({ user, group: securityContext.group ?? pod.securityContext.group })
    : SecurityBaseline.restricted({ user: otherwise });
}

/** Another user than the one that reads: in a pod with one namespace for processes, the same user can read the environment. */
export function otherUser(reader: SecurityBaseline, preferred: number): SecurityBaseline {
  const { user = preferred } = reader._toContext();
  return SecurityBaseline.restricted({ user: user === preferred ? preferred + 1 : preferred });
}

/** Seconds that who delivers is kept running after who reads, where both are told to stop together. */
export const HANDED_OVER = 5;
