import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { rolloutRules } from './alert-rules';
import { RolledWorkload } from './rolled-workload';
import { RolloutAlertOptions } from './rollout-alert-options';
import { InitTimeouts } from './start-time';
import { objectMetadata } from '../core/objects/object-metadata';
import { Rendering } from '../core/objects/rendering';

/** What is watched, as it is at synthesis. */
export interface Watched {
  _workload(): RolledWorkload;
  _initTimeouts(): InitTimeouts;
  _runbookAnnotation(): { [name: string]: string };
}

/** A PrometheusRule whose rules are made at synthesis. */
export function addRule(owner: Construct, watched: Watched, { labels, alertLabels = {}, name }: RolloutAlertOptions, namespace?: string): ApiObject {
  objectMetadata(owner, 'alert', { labels: alertLabels });
  const object = new ApiObject(owner, 'Default', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: objectMetadata(owner, 'PrometheusRule', { name, labels, namespace }),
  });
  Rendering.of(object).add((manifest) => { manifest.spec = { groups: [{ name: object.name, rules: toRules(watched, alertLabels) }] }; });
  return object;
}

function toRules(watched: Watched, alertLabels: { [name: string]: string }): object[] {
  const workload = watched._workload();
  return rolloutRules(workload, watched._initTimeouts()).map(({ alert, expr, holdsFor, severity, summary }) => ({
    alert,
    expr,
    ...holdsFor > 0 ? { for: `${holdsFor}s` } : {},
    labels: { severity, workload: workload.name, ...alertLabels },
    annotations: { summary, ...watched._runbookAnnotation() },
  }));
}
