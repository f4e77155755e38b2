import { checkManifests } from './check-manifests';
import { fieldPath } from '../../core/values/field-path';
import { grouped } from '../../core/values/grouped';
import { didYouMean } from '../../core/values/spelling';
import { PodTemplatePath, toPodTemplate } from '../../lint/charts/pod-template-path';
import { Finding, versionsOf } from '../../lint/finding';
import { minorOf } from '../../lint/kubernetes-version';
import { PodTemplate } from '../../lint/model/pod-templates';
import { bySeverity, isAtLeast, LintSeverity } from '../../lint/severity';

/**
 * The `properties` of the plugin in cdk8s.yaml. What they do not say, the configuration file `pod-lint.yaml` may say, if there is one.
 */
export interface PodLintPluginProps {
  /**
   * The version of Kubernetes that the manifests are for, in quotes: `'1.31'`. With several, such as `'1.29, 1.34'`, a finding says which
   * ones it applies to.
   *
   * @default - those in pod-lint.yaml, otherwise '1.33'
   */
  readonly kubernetes?: string;

  /**
   * Whether to also report findings that may be intended in a good manifest.
   *
   * @default - as pod-lint.yaml says, otherwise false
   */
  readonly strict?: boolean;

  /**
   * The lowest severity that fails `cdk8s synth`: `error`, `warning` or `info`.
   *
   * @default - as pod-lint.yaml says, otherwise LintSeverity.ERROR
   */
  readonly failOn?: LintSeverity;

  /**
   * Where custom resources have their pods. The kinds that docs/lint.md lists are known without it, such as those of Argo Rollouts, KEDA and Knative.
   *
   * @default - those in pod-lint.yaml; pods of other custom resources are not checked
   */
  readonly podTemplates?: PodTemplatePath[];

  /**
   * The path of the configuration file.
   *
   * @default - `pod-lint.yaml` in the folder of the manifests or of cdk8s.yaml, or above it
   */
  readonly config?: string;
}

const PROPERTIES = ['kubernetes', 'strict', 'failOn', 'podTemplates', 'config'];

/**
 * Checks pods as a plugin of `cdk8s synth`, for apps in any language. It is named in `validations` of cdk8s.yaml.
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/cdk8s-pod-patterns
 *     version: 1.0.0
 *     class: PodLintPlugin
 *     properties:
 *       kubernetes: '1.31'
 * ```
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/#validating-manifests
 */
export class PodLintPlugin {
  private readonly minors?: readonly number[];
  private readonly templates: readonly PodTemplate[];

  /**
   * @param props the `properties` in cdk8s.yaml
   * @throws if a property is not known, the version is not one of Kubernetes 1, or a severity is not known
   */
  public constructor(private readonly props: PodLintPluginProps = {}) {
    const unknown = Object.keys(props).find((key) => !PROPERTIES.includes(key));
    if (unknown !== undefined) {
      throw new Error(`property '${unknown}' of PodLintPlugin is not known${didYouMean(unknown, PROPERTIES)}: use ${PROPERTIES.join(', ')}`);
    }
    const { kubernetes, failOn, podTemplates = [] } = props;
    if (failOn !== undefined && !Object.values(LintSeverity).includes(failOn)) {
      throw new Error(`failOn '${String(failOn)}' is not valid: use one of ${Object.values(LintSeverity).join(', ')}`);
    }
    this.minors = kubernetes === undefined ? undefined : String(kubernetes).split(',').map((version) => minorOf(version.trim()));
    this.templates = podTemplates.map(toPodTemplate);
  }

  /**
   * Called by `cdk8s synth`.
   *
   * @param context the ValidationContext of cdk8s-cli
   * @throws if the configuration file or a manifest cannot be read
   */
  public async validate(context: any): Promise<void> {
    const { props: { config, strict }, minors, templates } = this;
    const { findings, failOn = LintSeverity.ERROR } = checkManifests(context.manifests, { config, strict, minors, templates });
    for (const [first, ...others] of alike([...findings].sort(bySeverity))) {
      context.report.addViolation({
        ruleName: first.rule,
        recommendation: recommendationOf(first),
        fix: first.help,
        violatingResources: [first, ...others].map(violatingResource),
      });
    }
    const least = this.props.failOn ?? failOn;
    context.report.submit(findings.some(({ severity }) => isAtLeast(severity, least)) ? 'failure' : 'success');
  }
}

/** What is wrong in the same way in several places is one violation. */
function alike(findings: readonly Finding[]): Iterable<Finding[]> {
  return grouped(findings, (finding) => [JSON.stringify([finding.rule, recommendationOf(finding), finding.help])]).values();
}

function recommendationOf(finding: Finding): string {
  return `${finding.severity}: ${finding.message}${versionsOf(finding)}`;
}

function violatingResource({ container, place: { object, origin: { file, prefix = [] }, path } }: Finding): object {
  return {
    resourceName: nameOf(object),
    locations: [[...container ? [`container ${container}`] : [], fieldPath([...prefix, ...path])].join(': ')],
    manifestPath: file,
  };
}

/** cdk8s-cli looks for the construct by the name of its object. */
function nameOf(title: string): string {
  return title.slice(Math.max(title.indexOf(' '), title.indexOf('/')) + 1);
}
