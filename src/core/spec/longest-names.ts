/** Pods have the name of a StatefulSet with a hash as a label, and Jobs that of a CronJob with a time as their name: both are 63 characters at most. */
export const LONGEST_NAMES: { readonly [kind: string]: number | undefined } = { StatefulSet: 52, CronJob: 52 };
