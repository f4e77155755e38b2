import { Finding } from '../../lint/finding';
import { DEFAULT_VERSION, minorOf } from '../../lint/kubernetes-version';
import { PodTemplate } from '../../lint/model/pod-templates';
import { Severity } from '../../lint/rule';
import { FileChecker } from '../checking/check-file';
import { Findings, Session } from '../checking/session';
import { checkerOptions } from '../checking/settings';
import { Baseline } from '../configuration/baseline';
import { readConfiguration } from '../configuration/configuration';
import { suppressionOf } from '../configuration/ignored-finding';
import { textOf } from '../failure';
import { readInput } from '../reading/read-input';

/** What the properties of the plugin say; it comes before what the configuration file says. */
interface Wanted {
  readonly config?: string;
  readonly strict?: boolean;
  readonly minors?: readonly number[];
  readonly templates: readonly PodTemplate[];
}

/** What was found, and the lowest severity that fails by the configuration file. */
interface Checked {
  readonly findings: readonly Finding[];
  readonly failOn?: Severity;
}

/**
 * Checks as the command does, with the same configuration file.
 *
 * @throws if the configuration file or a manifest cannot be read
 */
export function checkManifests(manifests: readonly string[], wanted: Wanted): Checked {
  const { kubernetes, strict, severities, excludes, templates, ignored, baseline, failOn } = readConfiguration(wanted.config, manifests);
  const options = checkerOptions({
    minors: wanted.minors ?? (kubernetes ?? [DEFAULT_VERSION]).map(minorOf),
    persona: wanted.strict ?? strict ? 'strict' : 'regular',
    severities,
    templates: [...wanted.templates, ...templates],
    kustomized: new Map(),
    variables: [],
  });
  const session = new Session(options, ignored.map(suppressionOf), readInput);
  const checker = new FileChecker(options);
  const known = baseline === undefined ? undefined : Baseline.readFrom(baseline);
  const found = manifests.filter((file) => !excludes(file)).map((file) => session.add(checker.resultOf(file, () => readInput(file))));
  const findings = [...found, session.finish()].flatMap(allOf);
  return { findings: findings.filter((finding) => known === undefined || known.apply([finding]).length > 0), failOn };
}

function allOf({ findings, failures: [failure] }: Findings): readonly Finding[] {
  if (failure) {
    throw new Error(textOf(failure));
  }
  return findings;
}
