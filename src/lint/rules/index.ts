import { Rule } from '../rule';
import { classicSidecarInJob } from './classic-sidecar-in-job';
import { configBySubpath } from './config-by-subpath';
import { configChangeWithoutRollout } from './config-change-without-rollout';
import { configKeyMissing } from './config-key-missing';
import { configNotGiven } from './config-not-given';
import { configmapTooLarge } from './configmap-too-large';
import { duplicateContainerName } from './duplicate-container-name';
import { duplicateContainerPort } from './duplicate-container-port';
import { duplicateHostPort } from './duplicate-host-port';
import { duplicateMountPath } from './duplicate-mount-path';
import { duplicatePortName } from './duplicate-port-name';
import { duplicateVolumeName } from './duplicate-volume-name';
import { emptydirWithoutSizeLimit } from './emptydir-without-size-limit';
import { envDefinedTwice } from './env-defined-twice';
import { globExpandedOnce } from './glob-expanded-once';
import { gracePeriodTooShort } from './grace-period-too-short';
import { hookLongerThanGrace } from './hook-longer-than-grace';
import { imageWithoutVersion } from './image-without-version';
import { initNeedsLaterContainer } from './init-needs-later-container';
import { invalidPortName } from './invalid-port-name';
import { invalidQuantity } from './invalid-quantity';
import { livenessEqualsReadiness } from './liveness-equals-readiness';
import { logPrintedAgain } from './log-printed-again';
import { logVolumeWithoutSizeLimit } from './log-volume-without-size-limit';
import { memoryLimitMissing } from './memory-limit-missing';
import { memoryVolumeAgainstLimit } from './memory-volume-against-limit';
import { modeNotOctal } from './mode-not-octal';
import { mountWithoutVolume } from './mount-without-volume';
import { noShellInImage } from './no-shell-in-image';
import { passwordInArguments } from './password-in-arguments';
import { podResourcesBelowContainers } from './pod-resources-below-containers';
import { prestopStopsSidecar } from './prestop-stops-sidecar';
import { probeHostIsNode } from './probe-host-is-node';
import { probeOfOtherContainer } from './probe-of-other-container';
import { probeOnInitContainer } from './probe-on-init-container';
import { probePortNameUnknown } from './probe-port-name-unknown';
import { readChangesLines } from './read-changes-lines';
import { requestAboveLimit } from './request-above-limit';
import { requestsMissing } from './requests-missing';
import { restartPolicyWithoutEffect } from './restart-policy-without-effect';
import { scriptIgnoresSigterm } from './script-ignores-sigterm';
import { scriptWithoutExecBit } from './script-without-exec-bit';
import { secretInEnv } from './secret-in-env';
import { servicePortNameOnSidecar } from './service-port-name-on-sidecar';
import { servicePortNameUnknown } from './service-port-name-unknown';
import { servicePortUndeclared } from './service-port-undeclared';
import { serviceSelectsNothing } from './service-selects-nothing';
import { sidecarOnOldVersion } from './sidecar-on-old-version';
import { sidecarStartNotAwaited } from './sidecar-start-not-awaited';
import { sidecarWaitsForApp } from './sidecar-waits-for-app';
import { sidecarsLargerThanApp } from './sidecars-larger-than-app';
import { tailOfMissingFile } from './tail-of-missing-file';
import { undefinedVariableReference } from './undefined-variable-reference';
import { unusedVolume } from './unused-volume';
import { waitWithoutEnd } from './wait-without-end';
import { wrongRestartPolicy } from './wrong-restart-policy';

/** All rules, in the order of their ids. */
export const RULES: readonly Rule[] = [
  classicSidecarInJob,
  configBySubpath,
  configChangeWithoutRollout,
  configKeyMissing,
  configNotGiven,
  configmapTooLarge,
  duplicateContainerName,
  duplicateContainerPort,
  duplicateHostPort,
  duplicateMountPath,
  duplicatePortName,
  duplicateVolumeName,
  emptydirWithoutSizeLimit,
  envDefinedTwice,
  globExpandedOnce,
  gracePeriodTooShort,
  hookLongerThanGrace,
  imageWithoutVersion,
  initNeedsLaterContainer,
  invalidPortName,
  invalidQuantity,
  livenessEqualsReadiness,
  logPrintedAgain,
  logVolumeWithoutSizeLimit,
  memoryLimitMissing,
  memoryVolumeAgainstLimit,
  modeNotOctal,
  mountWithoutVolume,
  noShellInImage,
  passwordInArguments,
  podResourcesBelowContainers,
  prestopStopsSidecar,
  probeHostIsNode,
  probeOfOtherContainer,
  probeOnInitContainer,
  probePortNameUnknown,
  readChangesLines,
  requestAboveLimit,
  requestsMissing,
  restartPolicyWithoutEffect,
  scriptIgnoresSigterm,
  scriptWithoutExecBit,
  secretInEnv,
  servicePortNameOnSidecar,
  servicePortNameUnknown,
  servicePortUndeclared,
  serviceSelectsNothing,
  sidecarOnOldVersion,
  sidecarStartNotAwaited,
  sidecarWaitsForApp,
  sidecarsLargerThanApp,
  tailOfMissingFile,
  undefinedVariableReference,
  unusedVolume,
  waitWithoutEnd,
  wrongRestartPolicy,
];
