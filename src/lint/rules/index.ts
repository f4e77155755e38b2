import { Rule } from '../rule';
import { duplicateContainerName } from './duplicate-container-name';

/** All rules, in the order of their ids. */
export const RULES: readonly Rule[] = [
  duplicateContainerName,
];
