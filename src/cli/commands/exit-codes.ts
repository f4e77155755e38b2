/** Exit codes: clean, findings that fail the check, could not check. */
export const CLEAN = 0;
export const FOUND = 1;
export const NOT_CHECKED = 2;
