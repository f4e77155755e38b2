import { Path, Subject } from './field';

/** Where a kind has its pod template: the path to what holds `metadata` and `spec` of the pod. */
export interface PodTemplate {
  /** The API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly path: Path;
}

const KNOWN: readonly PodTemplate[] = [
  { group: '', kind: 'Pod', path: [] },
  { group: '', kind: 'PodTemplate', path: ['template'] },
  { group: '', kind: 'ReplicationController', path: ['spec', 'template'] },
  { group: 'apps', kind: 'Deployment', path: ['spec', 'template'] },
  { group: 'apps', kind: 'StatefulSet', path: ['spec', 'template'] },
  { group: 'apps', kind: 'DaemonSet', path: ['spec', 'template'] },
  { group: 'apps', kind: 'ReplicaSet', path: ['spec', 'template'] },
  { group: 'batch', kind: 'Job', path: ['spec', 'template'] },
  { group: 'batch', kind: 'CronJob', path: ['spec', 'jobTemplate', 'spec', 'template'] },
  { group: 'argoproj.io', kind: 'Rollout', path: ['spec', 'template'] },
  { group: 'apps.kruise.io', kind: 'CloneSet', path: ['spec', 'template'] },
  { group: 'apps.kruise.io', kind: 'StatefulSet', path: ['spec', 'template'] },
  { group: 'apps.kruise.io', kind: 'DaemonSet', path: ['spec', 'template'] },
];

/** The kinds that have pods, and where: those that are known, and the custom resources that a user names. */
export class PodTemplates {
  private readonly paths = new Map<string, Path[]>();

  constructor(named: readonly PodTemplate[] = []) {
    for (const { group, kind, path } of [...KNOWN, ...named]) {
      const id = `${group}/${kind}`;
      this.paths.set(id, [...this.paths.get(id) ?? [], path]);
    }
  }

  /** The paths at which the object has a pod template; none where the field is missing, as in a Rollout that refers to a Deployment. */
  public of(object: Subject): readonly Path[] {
    const paths = this.paths.get(`${object.group}/${object.kind}`) ?? [];
    return paths.filter((path) => object.at(...path, 'spec').exists);
  }
}
