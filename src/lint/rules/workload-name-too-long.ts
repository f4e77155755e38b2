import { LONGEST_NAMES } from '../../core/spec/longest-names';
import { longestName } from '../model/set-member';
import { Rule } from '../rule';

export const workloadNameTooLong: Rule = {
  id: 'workload-name-too-long',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds StatefulSets and CronJobs whose names have more than 52 characters.',
  why: 'The API server accepts such a StatefulSet, but its pods cannot be created, because each has a label with the name and a hash, and a '
    + 'label has at most 63 characters. The API server rejects such a CronJob, because the names of its Jobs are its own name and a time.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/',
  example: `
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders-of-all-customers-in-the-north-west-of-the-region
spec:
  serviceName: orders
  selector:
    matchLabels:
      app: orders
  template:
    metadata:
      labels:
        app: orders
    spec:
      containers:
        - name: orders
          image: ghcr.io/acme/orders:1.4.2
`,
  instead: `
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders-of-customers-in-the-north-west
spec:
  serviceName: orders
  selector:
    matchLabels:
      app: orders
  template:
    metadata:
      labels:
        app: orders
    spec:
      containers:
        - name: orders
          image: ghcr.io/acme/orders:1.4.2
`,

  kinds: Object.keys(LONGEST_NAMES),

  // Not `checkObject`, which is asked about one of several objects that differ by name only.
  concerns: ({ kind }) => ({ nameOver: LONGEST_NAMES[kind] }),

  checkAmong(object, _, report) {
    const name = longestName(object);
    if (name.length > (LONGEST_NAMES[object.kind] ?? Infinity)) {
      report({
        at: object.at('metadata', 'name'),
        message: `name '${name}' of the ${object.kind} has ${name.length} characters, and with more than ${LONGEST_NAMES[object.kind]} it gets no pods`,
        help: name === object.name ? 'give it a shorter name' : 'give it a shorter name: a kustomization puts more around it',
      });
    }
  },
};
