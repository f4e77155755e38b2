import { didYouMean } from '../../core/values/spelling';
import { ALL_RULES } from '../all-rules';
import { checkAll } from '../check-all';
import { Finding, versionsOf } from '../finding';
import { DEFAULT_VERSION, minorOf } from '../kubernetes-version';
import { Linter } from '../linter';
import { PodTemplatePath, toPodTemplate, withPod } from './pod-template-path';
import { fieldPath } from '../model/field';
import { PodTemplates } from '../model/pod-templates';
import { readersOf } from '../objects';
import { isAtLeast, LintSeverity } from '../severity';

/**
 * The `properties` of the plugin in cdk8s.yaml.
 */
export interface PodLintPluginProps {
  /**
   * The version of Kubernetes that the manifests are for, in quotes: `'1.31'`. With several, such as `'1.29, 1.34'`, a finding says which
   * ones it applies to.
   *
   * @default '1.33'
   */
  readonly kubernetes?: string;

  /**
   * Whether to also report findings that may be intended in a good manifest.
   *
   * @default false
   */
  readonly strict?: boolean;

  /**
   * The lowest severity that fails `cdk8s synth`: `error`, `warning` or `info`.
   *
   * @default LintSeverity.ERROR
   */
  readonly failOn?: LintSeverity;

  /**
   * Where custom resources have their pods. Argo Rollouts and the workloads of OpenKruise are known.
   *
   * @default - pods of other custom resources are not checked
   */
  readonly podTemplates?: PodTemplatePath[];
}

const PROPERTIES = ['kubernetes', 'strict', 'failOn', 'podTemplates'];

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
  private readonly linter: Linter;
  private readonly templates: PodTemplates;
  private readonly failOn: LintSeverity;

  /**
   * @param props the `properties` in cdk8s.yaml
   * @throws if a property is not known, the version is not one of Kubernetes 1, or a severity is not known
   */
  public constructor(props: PodLintPluginProps = {}) {
    const unknown = Object.keys(props).find((key) => !PROPERTIES.includes(key));
    if (unknown !== undefined) {
      throw new Error(`property '${unknown}' of PodLintPlugin is not known${didYouMean(unknown, PROPERTIES)}: use ${PROPERTIES.join(', ')}`);
    }
    const { kubernetes = DEFAULT_VERSION, strict = false, failOn = LintSeverity.ERROR, podTemplates = [] } = props;
    if (!Object.values(LintSeverity).includes(failOn)) {
      throw new Error(`failOn '${String(failOn)}' is not valid: use one of ${Object.values(LintSeverity).join(', ')}`);
    }
    this.linter = new Linter({ rules: ALL_RULES, minors: String(kubernetes).split(',').map((version) => minorOf(version.trim())), persona: strict ? 'strict' : 'regular' });
    this.templates = new PodTemplates(podTemplates.map(toPodTemplate));
    this.failOn = failOn;
  }

  /**
   * Called by `cdk8s synth`.
   *
   * @param context the ValidationContext of cdk8s-cli
   */
  public async validate(context: any): Promise<void> {
    const findings = this.findings(context);
    for (const [first, ...others] of alike(findings)) {
      context.report.addViolation({
        ruleName: first.rule,
        recommendation: recommendationOf(first),
        fix: first.help,
        violatingResources: [first, ...others].map(violatingResource),
      });
    }
    context.report.submit(findings.some(({ severity }) => isAtLeast(severity, this.failOn)) ? 'failure' : 'success');
  }

  private findings(context: any): Finding[] {
    const objects = (context.manifests as string[]).flatMap((file) => (
      (context.parseManifest(file) as unknown[]).flatMap((value, document) => readersOf(value, this.templates, { file, document }))))
      .map((read) => () => withPod(read(), this.templates));
    return checkAll(this.linter, objects, `the objects in the ${context.manifests.length} manifests of the app`);
  }
}

/** What is wrong in the same way in several places is one violation. */
function alike(findings: readonly Finding[]): Iterable<Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const id = JSON.stringify([finding.rule, recommendationOf(finding), finding.help]);
    groups.set(id, [...groups.get(id) ?? [], finding]);
  }
  return groups.values();
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
