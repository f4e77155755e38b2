import { Rule } from '../rule';
import { duplicateContainerName } from './duplicate-container-name';
import { duplicateContainerPort } from './duplicate-container-port';
import { duplicateHostPort } from './duplicate-host-port';
import { duplicateMountPath } from './duplicate-mount-path';
import { duplicatePortName } from './duplicate-port-name';
import { duplicateVolumeName } from './duplicate-volume-name';
import { invalidPortName } from './invalid-port-name';
import { mountWithoutVolume } from './mount-without-volume';
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
  mountWithoutVolume,
  unusedVolume,
];
