import { OTHER_RULES } from './other-rules';
import { Rule } from './rule';
import { RULES } from './rules';

/** What the linter may report: the rules about objects, and those about files and suppressions. */
export const ALL_RULES: readonly Rule[] = [...RULES, ...OTHER_RULES].sort((one, other) => one.id < other.id ? -1 : 1);
