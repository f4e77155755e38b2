import { CLUSTER_VERSION } from './cluster-version';
import { Namespace, PodSecurityLevel } from './namespace';
import { leaveOutVersion } from '../../support/programs';

/**
 * A test on the cluster: something that is seen to happen, in a namespace of its own that is deleted afterwards.
 *
 * @param name says what happens
 * @param see returns the figures that the run prints beside the name
 */
export function behaviour(name: string, see: (namespace: Namespace) => Promise<string>, level: PodSecurityLevel = 'restricted'): void {
  test.concurrent(name, () => watch(name, see, level));
}

/** The same while no other one of its file runs. */
export function aloneBehaviour(name: string, see: (namespace: Namespace) => Promise<string>, level: PodSecurityLevel = 'privileged'): void {
  test(name, () => watch(name, see, level));
}

async function watch(name: string, see: (namespace: Namespace) => Promise<string>, level: PodSecurityLevel): Promise<void> {
  const namespace = await Namespace.create(level);
  try {
    console.info(`${name}\n${await see(namespace)}`); // for reporter.mjs
  } finally {
    await namespace.delete();
  }
}

/** The same where the cluster has MutatingAdmissionPolicy; elsewhere it is a skipped test that says so. */
export function behaviourAtAdmission(name: string, see: (namespace: Namespace) => Promise<string>): void {
  if (process.env.E2E_MUTATES) {
    behaviour(name, see);
  } else {
    leaveOutVersion('1.34', name);
  }
}

/**
 * The same where the cluster has something new; on older ones it is a skipped test that says so.
 *
 * @param minor of the first version of Kubernetes that has it
 */
export function behaviourFrom(minor: number, name: string, see: (namespace: Namespace) => Promise<string>): void {
  if (CLUSTER_VERSION._isAtLeast(minor)) {
    behaviour(name, see);
  } else {
    leaveOutVersion(`1.${minor}`, name);
  }
}
