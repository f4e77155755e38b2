import { Rule } from '../rule';
import { apiVersionNotServed } from './api-version-not-served';
import { appWithoutProbes } from './app-without-probes';
import { bashInSh } from './bash-in-sh';
import { classicSidecarInJob } from './classic-sidecar-in-job';
import { commandNotSplit } from './command-not-split';
import { configBySubpath } from './config-by-subpath';
import { configChangeWithoutRollout } from './config-change-without-rollout';
import { configKeyMissing } from './config-key-missing';
import { configNotGiven } from './config-not-given';
import { configmapTooLarge } from './configmap-too-large';
import { defaultContainerMissing } from './default-container-missing';
import { discontinuedImage } from './discontinued-image';
import { duplicateContainerName } from './duplicate-container-name';
import { duplicateContainerPort } from './duplicate-container-port';
import { duplicateHostPort } from './duplicate-host-port';
import { duplicateMountPath } from './duplicate-mount-path';
import { duplicatePortName } from './duplicate-port-name';
import { duplicateVolumeName } from './duplicate-volume-name';
import { emptydirNeverWritten } from './emptydir-never-written';
import { emptydirWithoutSizeLimit } from './emptydir-without-size-limit';
import { envDefinedTwice } from './env-defined-twice';
import { ephemeralContainerInManifest } from './ephemeral-container-in-manifest';
import { fieldNewerThanVersion } from './field-newer-than-version';
import { globExpandedOnce } from './glob-expanded-once';
import { gracePeriodTooShort } from './grace-period-too-short';
import { hereDocumentIndented } from './here-document-indented';
import { hereDocumentWithoutEnd } from './here-document-without-end';
import { hookLongerThanGrace } from './hook-longer-than-grace';
import { hostPortDiffers } from './host-port-differs';
import { hpaCountsSidecars } from './hpa-counts-sidecars';
import { hpaUnknownContainer } from './hpa-unknown-container';
import { hpaWithoutRequests } from './hpa-without-requests';
import { imageWithoutVersion } from './image-without-version';
import { initDoesNothing } from './init-does-nothing';
import { initNeedsLaterContainer } from './init-needs-later-container';
import { invalidImageReference } from './invalid-image-reference';
import { invalidPortName } from './invalid-port-name';
import { invalidQuantity } from './invalid-quantity';
import { jsonCutUp } from './json-cut-up';
import { jsonGluedTogether } from './json-glued-together';
import { livenessEqualsReadiness } from './liveness-equals-readiness';
import { localPortUnanswered } from './local-port-unanswered';
import { logPrintedAgain } from './log-printed-again';
import { logVolumeWithoutSizeLimit } from './log-volume-without-size-limit';
import { logWriterWithoutStorageLimit } from './log-writer-without-storage-limit';
import { memoryLimitMissing } from './memory-limit-missing';
import { memoryVolumeAgainstLimit } from './memory-volume-against-limit';
import { migrationGoesOn } from './migration-goes-on';
import { migrationWithoutLock } from './migration-without-lock';
import { modeNotOctal } from './mode-not-octal';
import { monitorPortUnknown } from './monitor-port-unknown';
import { mountWithoutVolume } from './mount-without-volume';
import { nginxLogFormatUndefined } from './nginx-log-format-undefined';
import { noSecurityContext } from './no-security-context';
import { noShellInImage } from './no-shell-in-image';
import { passwordInArguments } from './password-in-arguments';
import { pdbBlocksEviction } from './pdb-blocks-eviction';
import { pdbsOverlap } from './pdbs-overlap';
import { podResourcesBelowContainers } from './pod-resources-below-containers';
import { podWithoutProbes } from './pod-without-probes';
import { portInQuotes } from './port-in-quotes';
import { portNameRepeated } from './port-name-repeated';
import { positionFileNotWritable } from './position-file-not-writable';
import { prestopStopsSidecar } from './prestop-stops-sidecar';
import { probeHostIsNode } from './probe-host-is-node';
import { probeOfOtherContainer } from './probe-of-other-container';
import { probeOnInitContainer } from './probe-on-init-container';
import { probePortNameUnknown } from './probe-port-name-unknown';
import { probePortUndeclared } from './probe-port-undeclared';
import { processPerLine } from './process-per-line';
import { programNotInImage } from './program-not-in-image';
import { progressDeadlineMissing } from './progress-deadline-missing';
import { randomFigures } from './random-figures';
import { readChangesLines } from './read-changes-lines';
import { readOnlyRootNeedsVolume } from './read-only-root-needs-volume';
import { readerMountsWritable } from './reader-mounts-writable';
import { readinessProbeMissing } from './readiness-probe-missing';
import { redactionIncomplete } from './redaction-incomplete';
import { requestAboveLimit } from './request-above-limit';
import { requestsMissing } from './requests-missing';
import { restartPolicyWithoutEffect } from './restart-policy-without-effect';
import { rolloutCannotProceed } from './rollout-cannot-proceed';
import { rootUserRefused } from './root-user-refused';
import { scrapePortUndeclared } from './scrape-port-undeclared';
import { scriptIgnoresArguments } from './script-ignores-arguments';
import { scriptIgnoresSigterm } from './script-ignores-sigterm';
import { scriptNeverListens } from './script-never-listens';
import { scriptWithoutExecBit } from './script-without-exec-bit';
import { secretInConfigmap } from './secret-in-configmap';
import { secretInEnv } from './secret-in-env';
import { selectorDoesNotMatch } from './selector-does-not-match';
import { servicePortNameOnSidecar } from './service-port-name-on-sidecar';
import { servicePortNameUnknown } from './service-port-name-unknown';
import { servicePortUndeclared } from './service-port-undeclared';
import { serviceSelectsNothing } from './service-selects-nothing';
import { serviceWithoutPods } from './service-without-pods';
import { sharedProcessNamespace } from './shared-process-namespace';
import { shellWithoutExec } from './shell-without-exec';
import { shipperWithoutConfig } from './shipper-without-config';
import { sidecarOnOldVersion } from './sidecar-on-old-version';
import { sidecarSharesNothing } from './sidecar-shares-nothing';
import { sidecarStartNotAwaited } from './sidecar-start-not-awaited';
import { sidecarWaitsForApp } from './sidecar-waits-for-app';
import { sidecarWithManyJobs } from './sidecar-with-many-jobs';
import { sidecarsLargerThanApp } from './sidecars-larger-than-app';
import { tailOfMissingFile } from './tail-of-missing-file';
import { twoAutoscalers } from './two-autoscalers';
import { undefinedVariableReference } from './undefined-variable-reference';
import { unknownContainerReference } from './unknown-container-reference';
import { unknownDefaultContainer } from './unknown-default-container';
import { unusedVolume } from './unused-volume';
import { usersDifferOnVolume } from './users-differ-on-volume';
import { volumeOfOneContainer } from './volume-of-one-container';
import { waitWithoutEnd } from './wait-without-end';
import { workloadNameTooLong } from './workload-name-too-long';
import { writeNotAtomic } from './write-not-atomic';
import { writeToReadOnlyMount } from './write-to-read-only-mount';
import { wrongRestartPolicy } from './wrong-restart-policy';
import { wrongType } from './wrong-type';

/** All rules, in the order of their ids. */
export const RULES: readonly Rule[] = [
  apiVersionNotServed,
  appWithoutProbes,
  bashInSh,
  classicSidecarInJob,
  commandNotSplit,
  configBySubpath,
  configChangeWithoutRollout,
  configKeyMissing,
  configNotGiven,
  configmapTooLarge,
  defaultContainerMissing,
  discontinuedImage,
  duplicateContainerName,
  duplicateContainerPort,
  duplicateHostPort,
  duplicateMountPath,
  duplicatePortName,
  duplicateVolumeName,
  emptydirNeverWritten,
  emptydirWithoutSizeLimit,
  envDefinedTwice,
  ephemeralContainerInManifest,
  fieldNewerThanVersion,
  globExpandedOnce,
  gracePeriodTooShort,
  hereDocumentIndented,
  hereDocumentWithoutEnd,
  hookLongerThanGrace,
  hostPortDiffers,
  hpaCountsSidecars,
  hpaUnknownContainer,
  hpaWithoutRequests,
  imageWithoutVersion,
  initDoesNothing,
  initNeedsLaterContainer,
  invalidImageReference,
  invalidPortName,
  invalidQuantity,
  jsonCutUp,
  jsonGluedTogether,
  livenessEqualsReadiness,
  localPortUnanswered,
  logPrintedAgain,
  logVolumeWithoutSizeLimit,
  logWriterWithoutStorageLimit,
  memoryLimitMissing,
  memoryVolumeAgainstLimit,
  migrationGoesOn,
  migrationWithoutLock,
  modeNotOctal,
  monitorPortUnknown,
  mountWithoutVolume,
  nginxLogFormatUndefined,
  noSecurityContext,
  noShellInImage,
  passwordInArguments,
  pdbBlocksEviction,
  pdbsOverlap,
  podResourcesBelowContainers,
  podWithoutProbes,
  portInQuotes,
  portNameRepeated,
  positionFileNotWritable,
  prestopStopsSidecar,
  probeHostIsNode,
  probeOfOtherContainer,
  probeOnInitContainer,
  probePortNameUnknown,
  probePortUndeclared,
  processPerLine,
  programNotInImage,
  progressDeadlineMissing,
  randomFigures,
  readChangesLines,
  readOnlyRootNeedsVolume,
  readerMountsWritable,
  readinessProbeMissing,
  redactionIncomplete,
  requestAboveLimit,
  requestsMissing,
  restartPolicyWithoutEffect,
  rolloutCannotProceed,
  rootUserRefused,
  scrapePortUndeclared,
  scriptIgnoresArguments,
  scriptIgnoresSigterm,
  scriptNeverListens,
  scriptWithoutExecBit,
  secretInConfigmap,
  secretInEnv,
  selectorDoesNotMatch,
  servicePortNameOnSidecar,
  servicePortNameUnknown,
  servicePortUndeclared,
  serviceSelectsNothing,
  serviceWithoutPods,
  sharedProcessNamespace,
  shellWithoutExec,
  shipperWithoutConfig,
  sidecarOnOldVersion,
  sidecarSharesNothing,
  sidecarStartNotAwaited,
  sidecarWaitsForApp,
  sidecarWithManyJobs,
  sidecarsLargerThanApp,
  tailOfMissingFile,
  twoAutoscalers,
  undefinedVariableReference,
  unknownContainerReference,
  unknownDefaultContainer,
  unusedVolume,
  usersDifferOnVolume,
  volumeOfOneContainer,
  waitWithoutEnd,
  workloadNameTooLong,
  writeNotAtomic,
  writeToReadOnlyMount,
  wrongRestartPolicy,
  wrongType,
];
