import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podOf } from './pod-editor';
import { ProgramName, PROGRAMS } from '../settings/known-programs';
import { SecurityBaseline } from '../settings/security-baseline';

/**
 * The baseline for a container that reads what another one has: with the user and the group that this one names. A root user gets no
 * root beside it.
 */
export function sameUser(owner: Construct, { securityContext }: kplus.Container, program?: ProgramName): SecurityBaseline {
  const pod = podOf(owner);
  const user = securityContext.user ?? pod.securityContext.user;
  return user
    ? SecurityBaseline._for(owner)._runAs({ user, group: securityContext.group ?? pod.securityContext.group })
    : SecurityBaseline._for(owner, program && PROGRAMS[program].user);
}

/** Another user than the one that reads: in a pod with one namespace for processes, the same user can read the environment. */
export function otherUser(owner: Construct, reader: SecurityBaseline, program: ProgramName): SecurityBaseline {
  const preferred = PROGRAMS[program].user;
  const { user = preferred } = reader._toContext();
  return SecurityBaseline._for(owner)._runAs({ user: user === preferred ? preferred + 1 : preferred });
}

/** Seconds that who delivers is kept running after who reads, where both receive SIGTERM together. */
export const HANDED_OVER = 5;
