import { Rule } from './rule';
import { RULES } from './rules';
import { SUPPRESSION_RULES } from './suppression/rules';

/** What the linter may report: the rules about manifests, and those about suppressions. */
export const ALL_RULES: readonly Rule[] = [...RULES, ...SUPPRESSION_RULES].sort((one, other) => one.id < other.id ? -1 : 1);
