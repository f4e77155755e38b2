import { documentedExamples } from '../../../examples/documented';
import { behaviour } from '../support/behaviour';
import { CLUSTER_VERSION } from '../support/cluster-version';
import { appIn, Mode, withoutOperators } from '../support/examples';

/** By a dry run, also those whose images a test cluster cannot be expected to have. */
for (const mode of ['classic', 'native'] as Mode[]) {
  behaviour(`every example (${mode}) is accepted with strict validation and without a warning`, async (namespace) => {
    const examples = documentedExamples(appIn(mode));
    await namespace.apply(examples.flatMap((chart) => withoutOperators(chart.toJson())), '--dry-run=server');
    return `${examples.length} examples by Kubernetes ${CLUSTER_VERSION.version}`;
  });
}
