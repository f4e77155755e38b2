import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { collisionsOf, REFUSAL } from './admission/collisions';
import { matchConditions } from './admission/conditions';
import { patchesOf } from './admission/patches';
import { resolveAdditions } from './admission/resolved-additions';
import { addToStandIns } from './admission/stand-in';
import { byMode, variablesFor } from './admission/variables';
import { IInjectable } from './injectable';
import { checkPatterns } from './patterns';
import { WorkloadSelector } from './workload-selector';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { at } from '../core/values/errors';
import { someOf } from '../core/values/given';

/**
 * Properties of an injection at admission.
 */
export interface SidecarInjectionPolicyProps {
  /**
   * The patterns, in the order in which their containers are added. The same list can be given to a `SidecarInjection`.
   */
  readonly patterns: IInjectable[];

  /**
   * Namespaces whose pods get the patterns. The ConfigMaps that the patterns need are created in each of them.
   */
  readonly namespaces: string[];

  /**
   * Which pods of these namespaces get the patterns, selected by labels, annotations and namespaces.
   *
   * @default - every pod
   */
  readonly into?: WorkloadSelector;

  /**
   * Whether pods start without the patterns where the policy cannot be applied, or something is in the way. Otherwise they are refused.
   *
   * @default false
   */
  readonly ignoreFailures?: boolean;
}

/**
 * Adds patterns to pods when they are created in the cluster, whoever creates them, with a `MutatingAdmissionPolicy`, its binding and the ConfigMaps
 * that the patterns need.
 *
 * The resulting pods are the same as with `SidecarInjection`, and the same annotations apply. Pods that already have a pattern are left unchanged.
 * Pods
 * that have something in the way of a pattern are refused, as `SidecarInjection` refuses their workloads: the API server's message names it.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { IInjectable, KubernetesVersion, LogSidecar, SidecarInjectionPolicy, WorkloadSelector } from 'cdk8s-pod-patterns';
 *
 * class Logs implements IInjectable {
 *   public readonly patternId = 'Logs';
 *
 *   public addTo(workload: kplus.AbstractPod, id: string): void {
 *     new LogSidecar(workload, id, { logFiles: ['/var/log/app/*.log'] });
 *   }
 * }
 *
 * const chart = new Chart(new App(), 'platform');
 * KubernetesVersion.of('1.36').applyTo(chart);
 * new SidecarInjectionPolicy(chart, 'Injected', {
 *   namespaces: ['shop'],
 *   into: WorkloadSelector.labels({ logs: 'files' }),
 *   patterns: [new Logs()],
 * });
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export class SidecarInjectionPolicy extends Construct {
  /**
   * Name of the `MutatingAdmissionPolicy` and of its binding.
   */
  public readonly policyName: string;

  /**
   * @throws if the Kubernetes version does not support such policies, no namespace is named, the selector selects by something that pods do not have,
   * or a pattern needs more than a policy can do: an additional object for each workload, or a field of the pod that is not patched
   */
  constructor(scope: Construct, id: string, props: SidecarInjectionPolicyProps) {
    super(scope, id);
    const version = KubernetesVersion._for(this);
    if (!version._isAtLeast(34)) {
      throw new Error(`${at(this)} needs Kubernetes 1.34 or later, where MutatingAdmissionPolicy is v1beta1 and off by default, or 1.36, where it is on,`
        + ` but the manifests are for ${version.version}: use 'KubernetesVersion.of('1.36').applyTo(...)', or SidecarInjection`);
    }
    checkPatterns(this, props.patterns);
    const namespaces = someOf(this, 'namespaces', props.namespaces, 'name those whose pods get the patterns');
    const { modes, configMaps } = resolveAdditions(addToStandIns(this, props.patterns));
    const apiVersion = `admissionregistration.k8s.io/${version._isAtLeast(36) ? 'v1' : 'v1beta1'}`;
    const policy = new ApiObject(this, 'Policy', {
      apiVersion,
      kind: 'MutatingAdmissionPolicy',
      spec: {
        failurePolicy: props.ignoreFailures ? 'Ignore' : 'Fail',
        reinvocationPolicy: 'Never',
        matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
        matchConditions: matchConditions((props.into ?? WorkloadSelector.everything())._selection),
        variables: Object.entries({ ...variablesFor(props.patterns.map(({ patternId }) => patternId)), collisions: byMode(modes, collisionsOf) })
          .map(([name, expression]) => ({ name, expression })),
        mutations: [REFUSAL, byMode(modes, patchesOf)].map((expression) => ({ patchType: 'JSONPatch', jsonPatch: { expression } })),
      },
    });
    this.policyName = policy.name;
    const binding = new ApiObject(this, 'Binding', {
      apiVersion,
      kind: 'MutatingAdmissionPolicyBinding',
      metadata: { name: policy.name },
      spec: {
        policyName: policy.name,
        matchResources: { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces }] } },
      },
    });
    if (Chart.of(this).namespace !== undefined) {
      [policy, binding].forEach((object) => object.addJsonPatch(JsonPatch.remove('/metadata/namespace'))); // they are of the whole cluster
    }
    for (const namespace of namespaces) {
      for (const { metadata, ...configMap } of configMaps) {
        const copy = new ApiObject(this, `${namespace}-${metadata.name}`, { ...configMap, metadata: { ...metadata, namespace } });
        policy.addDependency(copy);
      }
    }
    binding.addDependency(policy);
  }
}
