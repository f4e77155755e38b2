import { fieldPath } from '../../core/values/field-path';
import { Finding } from '../finding';
import { LintSeverity } from '../severity';

/**
 * A finding of the linter in a chart.
 */
export interface LintFinding {
  /**
   * The id of the rule, such as `duplicate-container-name`.
   */
  readonly rule: string;

  /**
   * The severity of the finding.
   */
  readonly severity: LintSeverity;

  /**
   * What is wrong, with the value.
   */
  readonly message: string;

  /**
   * How to fix it.
   */
  readonly help: string;

  /**
   * The path of the construct that renders the object.
   */
  readonly construct: string;

  /**
   * Kind and name of the object, such as `Deployment shop/web`.
   */
  readonly objectName: string;

  /**
   * The name of the container.
   *
   * @default - the finding is not about a container
   */
  readonly container?: string;

  /**
   * The path of the field in the object, such as `spec.template.spec.containers[0].name`.
   */
  readonly path: string;
}

const SEVERITIES = { error: LintSeverity.ERROR, warning: LintSeverity.WARNING, info: LintSeverity.INFO };

export function toLintFinding({ rule, severity, message, help, container, place }: Finding): LintFinding {
  const { object, origin: { construct = '' }, path } = place;
  return { rule, severity: SEVERITIES[severity], message, help, construct, objectName: object, container, path: fieldPath(path) };
}

/** `shop/Web (Deployment shop/web, container app, spec.template.spec.containers[0].name): error[rule]: message: help` */
export function describeFinding({ rule, severity, message, help, construct, objectName, container, path }: LintFinding): string {
  const what = [objectName, ...container ? [`container ${container}`] : [], ...path ? [path] : []].join(', ');
  return `${construct ? `${construct} (${what})` : what}: ${severity}[${rule}]: ${message}: ${help}`;
}
