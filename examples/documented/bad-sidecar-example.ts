import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';

/** A pod as it should not be, for the linter to find: it is written by hand, because the library does not let this through. */
export class BadSidecarExample extends Chart {
  constructor(scope: Construct) {
    super(scope, 'bad-sidecar-example', { disableResourceNameHashes: true });

    new ApiObject(this, 'Pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'bad-sidecar-example' },
      spec: {
        containers: [
          { name: 'app', image: 'nginx' },
          { name: 'god-sidecar', image: 'busybox', command: ['sh', '-c', DO_EVERYTHING] },
        ],
      },
    });
  }
}

const DO_EVERYTHING = `while true; do
  echo "shipping logs, exporting metrics, proxying traffic, scanning for viruses"
  sleep 10
done
`;
