import { Rule } from '../rule';
import { duplicateContainerName } from './duplicate-container-name';
import { duplicateContainerPort } from './duplicate-container-port';
import { duplicateHostPort } from './duplicate-host-port';
import { duplicateMountPath } from './duplicate-mount-path';
import { duplicatePortName } from './duplicate-port-name';
import { duplicateVolumeName } from './duplicate-volume-name';
import { invalidPortName } from './invalid-port-name';
import { livenessEqualsReadiness } from './liveness-equals-readiness';
import { mountWithoutVolume } from './mount-without-volume';
import { probeHostIsNode } from './probe-host-is-node';
import { probeOfOtherContainer } from './probe-of-other-container';
import { probeOnInitContainer } from './probe-on-init-container';
import { probePortNameUnknown } from './probe-port-name-unknown';
import { servicePortNameOnSidecar } from './service-port-name-on-sidecar';
import { servicePortNameUnknown } from './service-port-name-unknown';
import { servicePortUndeclared } from './service-port-undeclared';
import { serviceSelectsNothing } from './service-selects-nothing';
import { unusedVolume } from './unused-volume';

/** All rules, in the order of their ids. */
export const RULES: readonly Rule[] = [
  duplicateContainerName,
  duplicateContainerPort,
  duplicateHostPort,
  duplicateMountPath,
  duplicatePortName,
  duplicateVolumeName,
  invalidPortName,
  livenessEqualsReadiness,
  mountWithoutVolume,
  probeHostIsNode,
  probeOfOtherContainer,
  probeOnInitContainer,
  probePortNameUnknown,
  servicePortNameOnSidecar,
  servicePortNameUnknown,
  servicePortUndeclared,
  serviceSelectsNothing,
  unusedVolume,
];
