import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { isIntended } from './intended';
import { describeFinding, LintFinding, toLintFinding } from './lint-finding';
import { PodTemplatePath, toPodTemplate, withPod } from './pod-template-path';
import { SingleRendering } from './single-rendering';
import { KubernetesVersion } from '../../core/settings/kubernetes-version';
import { at } from '../../core/values/errors';
import { didYouMean } from '../../core/values/spelling';
import { ALL_RULES } from '../all-rules';
import { checkAll } from '../check-all';
import { Finding } from '../finding';
import { minorOf } from '../kubernetes-version';
import { Linter } from '../linter';
import { Origin } from '../model/field';
import { KubeObject } from '../model/kube-object';
import { PodTemplates } from '../model/pod-templates';
import { readersOf } from '../objects';
import { isAtLeast, LintSeverity } from '../severity';
import { Suppression } from '../suppression/suppression';

/**
 * How the pods of a scope are checked.
 */
export interface PodLintOptions {
  /**
   * Whether to check at all. The environment variable `POD_LINT=off` turns all checks of an app off.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Whether to also report findings that may be intended in a good manifest.
   *
   * @default false
   */
  readonly strict?: boolean;

  /**
   * The lowest severity that fails the synthesis. Findings below it are written to standard error.
   *
   * @default LintSeverity.ERROR
   */
  readonly failOn?: LintSeverity;

  /**
   * Where custom resources have their pods. The kinds that docs/lint.md lists are known without it, such as those of Argo Rollouts, KEDA and Knative.
   *
   * @default - pods of other custom resources are not checked
   */
  readonly podTemplates?: PodTemplatePath[];
}

/**
 * Which finding is accepted, and why.
 */
export interface AcknowledgeOptions {
  /**
   * Why the finding is accepted.
   */
  readonly reason: string;

  /**
   * A construct: findings in objects that it or anything below it renders are accepted.
   *
   * @default - findings in all objects that are checked
   */
  readonly construct?: IConstruct;

  /**
   * The name of a container: findings in others are not accepted.
   *
   * @default - findings in all containers, and in what belongs to no container
   */
  readonly container?: string;
}

/**
 * Checks all pods of an app at synthesis with the rules of `cdk8s-pod-patterns lint`, whether they come from this library or not.
 *
 * @example
 * import { App } from 'cdk8s';
 * import { PodLint } from 'cdk8s-pod-patterns';
 *
 * const app = new App();
 * PodLint.applyTo(app);
 */
export class PodLint {
  /**
   * Checks everything below a scope when the app is synthesized. The version of Kubernetes is the one that was applied to the scope.
   *
   * @param scope an app or a chart
   * @throws if the scope, or something above or below it, is checked already, or a group in `podTemplates` has a version
   */
  public static applyTo(scope: IConstruct, options: PodLintOptions = {}): PodLint {
    if (options.enabled !== false) {
      expectUnchecked(scope);
      linted.add(scope);
    }
    return new PodLint(scope, options);
  }

  private readonly acknowledged: Suppression[] = [];
  private readonly rendering: SingleRendering;
  private readonly failOn: LintSeverity;
  private readonly templates: PodTemplates;
  private known?: LintFinding[];

  private constructor(private readonly scope: IConstruct, private readonly options: PodLintOptions) {
    if (!Construct.isConstruct(scope)) { // cdk8s-cli creates the class that cdk8s.yaml names
      throw new Error("PodLint is applied to a chart or an app, with PodLint.applyTo(): write 'class: PodLintPlugin' in cdk8s.yaml");
    }
    this.failOn = options.failOn ?? LintSeverity.ERROR;
    this.templates = new PodTemplates(options.podTemplates?.map(toPodTemplate));
    this.rendering = new SingleRendering(scope.node.root, () => {
      this.known = undefined;
    });
    if (options.enabled !== false && process.env.POD_LINT !== 'off') {
      scope.node.addValidation({ validate: () => this.validate() });
    }
  }

  /**
   * Accepts findings of a rule. If there are none, this acknowledgement is reported itself.
   *
   * @param rule the id of a rule, such as `duplicate-container-name`
   * @throws if there is no such rule, or the reason is empty
   */
  public acknowledge(rule: string, options: AcknowledgeOptions): void {
    const { reason, construct, container } = options;
    if (!ALL_RULES.some(({ id }) => id === rule)) {
      throw new Error(`rule '${rule}' that ${at(this.scope)} acknowledges does not exist${didYouMean(rule, ALL_RULES.map(({ id }) => id))}: \`cdk8s-pod-patterns explain\` lists all`);
    }
    if (reason.trim() === '') {
      throw new Error(`rule '${rule}' is acknowledged without a reason in ${at(this.scope)}: set 'reason'`);
    }
    const path = construct?.node.path;
    this.acknowledged.push({
      rule,
      reason,
      scope: container === undefined ? {} : { containers: [container] },
      place: { object: 'app', origin: { construct: path ?? this.scope.node.path }, path: [] },
      written: `acknowledge('${rule}')`,
      matches: ({ place: { origin } }) => path === undefined || `${origin.construct}/`.startsWith(path === '' ? '' : `${path}/`),
    });
  }

  /**
   * Returns the current findings that are not acknowledged. This renders all objects.
   */
  public check(): LintFinding[] {
    const linter = new Linter({
      rules: ALL_RULES,
      minors: [minorOf(KubernetesVersion._for(this.scope).version)],
      persona: this.options.strict ? 'strict' : 'regular',
    });
    return checkAll(linter, this.objects(), `the objects of ${at(this.scope)}`, this.acknowledged)
      .filter((finding) => !this.isIntended(finding)).map(toLintFinding);
  }

  private isIntended(finding: Finding): boolean {
    const { origin } = finding.place;
    return origin instanceof ConstructOrigin && isIntended(finding, origin.object, () => this.rendering.render(origin.object));
  }

  private *objects(): Generator<() => KubeObject> {
    for (const construct of this.scope.node.findAll()) {
      if (ApiObject.isApiObject(construct)) {
        for (const read of readersOf(this.rendering.render(construct), this.templates, new ConstructOrigin(construct))) {
          yield () => withPod(read(), this.templates);
        }
      }
    }
  }

  /** cdk8s asks again for every chart of a synthesis. */
  private validate(): string[] {
    const findings = this.known ?? this.firstCheck();
    this.known = this.rendering.isUnderWay ? findings : undefined;
    return findings.filter(({ severity }) => isAtLeast(severity, this.failOn)).map(describeFinding);
  }

  private firstCheck(): LintFinding[] {
    const findings = this.check();
    if (this.rendering.isUnderWay) {
      findings.filter(({ severity }) => !isAtLeast(severity, this.failOn)).forEach((finding) => process.stderr.write(`${describeFinding(finding)}\n`));
    }
    return findings;
  }
}

/** Its path takes time, and is needed where something is found. */
class ConstructOrigin implements Origin {
  constructor(public readonly object: ApiObject) {}

  public get construct(): string {
    return this.object.node.path.replace(/\/Resource$/, '');
  }
}

const linted = new WeakSet<IConstruct>();

function expectUnchecked(scope: IConstruct): void {
  const other = [...scope.node.scopes, ...scope.node.findAll()].find((one) => linted.has(one));
  if (other) {
    throw new Error(`${at(scope)} is already checked by PodLint${other === scope ? '' : ` of ${at(other)}`}: apply it only once`);
  }
}
